import { readFile } from 'node:fs/promises'
import type { PlainContainer } from './plain-container'

/**
 * Carries out the commands of a section of docs/deploy.md, word by word, on a container that stands for
 * compose's. Returns what the commands inside the container said. Commands outside, such as `git` and
 * copies, are left out.
 */
export async function carryOut(section: string, container: PlainContainer): Promise<string> {
  let said = ''
  for (const command of await commandsOf(section)) {
    const [, verb = '', rest = ''] = /^docker compose (\w+) ?(.*)$/.exec(command) ?? []
    const inside = /^(?:--rm )?fullstop (.+)$/.exec(rest)?.[1]
    if (verb === 'stop') await container.stop()
    else if (verb === 'up') await container.start()
    else if ((verb === 'exec' || verb === 'run') && inside !== undefined) {
      const ran = await container.run(inside)
      if (ran.exitCode !== 0) throw new Error(`${command}: ${ran.said}`)
      said += ran.said
    }
  }
  return said
}

async function commandsOf(section: string): Promise<string[]> {
  const page = await readFile('docs/deploy.md', 'utf8')
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`))
  if (text === undefined) throw new Error(`docs/deploy.md has no section ${section}`)
  const blocks = [...text.matchAll(/^```bash\n(.*?)^```/gms)].map(([, block = '']) => block)
  return blocks
    .join('')
    .split('\n')
    .filter((line) => line !== '')
}
