import { median } from '../e2e/harness/median.ts'
import { audit, type Category } from './audit.ts'
import type { Finding } from './finding.ts'
import { MeasuredServer } from './visit/measured-server.ts'

const RUNS = 3

const bounds: Readonly<Record<Category, number>> = {
  performance: 95,
  accessibility: 100,
  'best-practices': 100,
}

const categories = Object.keys(bounds) as Category[]

const CHAT_ID = 'measured-chat'

/** The pages, each with an empty cache. `isGuest`: the visitor has a session and a chat. */
const pages = [
  { name: 'first visit', path: '/', isGuest: false },
  { name: 'a chat', path: `/c/${CHAT_ID}`, isGuest: true },
  { name: 'sign in', path: '/sign-in', isGuest: false },
  { name: 'account', path: '/account', isGuest: true },
]

/** The scores of Lighthouse for a desktop: medians of `RUNS` runs. */
export async function measureLighthouse(): Promise<Finding[]> {
  await using server = await MeasuredServer.start()
  for (const question of ['Why?', 'And then?', 'In short?']) {
    await server.ask(CHAT_ID, `[[text=markdown tokens=300 rate=0]] ${question}`)
  }
  const findings: Finding[] = []
  for (const { name, path, isGuest } of pages) {
    const runs: Record<Category, number>[] = []
    for (let run = 1; run <= RUNS; run += 1) {
      const cookie = isGuest ? server.cookie : undefined
      const report = `test-results/lighthouse/${name.replaceAll(' ', '-')}-${run}`
      runs.push(await audit({ url: server.url + path, cookie, categories, report }))
    }
    for (const category of categories) {
      findings.push({
        name: `Lighthouse, ${name}: ${category.replace('-', ' ')}`,
        value: median(runs.map((scores) => scores[category])),
        unit: 'points',
        bound: bounds[category],
        is: 'at least',
      })
    }
  }
  return findings
}
