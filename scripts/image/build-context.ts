import { readFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import path from 'node:path'

/** The files that `COPY` can take from a folder of this machine. */
export type BuildContext = {
  /** Files and folders at the top. */
  names: readonly string[]
  /** Copies one of them, or all of them for `.`, into a folder. Throws where there is no such file. */
  copy(name: string, into: string): Promise<void>
}

/** The files of a folder that its .dockerignore lets through: it refuses all, and then names some. */
export function buildContextOf(folder: string): BuildContext {
  const names = namesIn(readFileSync(path.join(folder, '.dockerignore'), 'utf8'))
  return {
    names,
    async copy(name, into) {
      const wanted = name === '.' ? names : names.filter((passed) => passed === name)
      if (wanted.length === 0) throw new Error(`.dockerignore does not let ${name} through`)
      for (const wantedName of wanted) {
        const [from, to] = [path.join(folder, wantedName), path.join(into, wantedName)]
        await cp(from, to, { recursive: true })
      }
    },
  }
}

function namesIn(text: string): string[] {
  const [first, ...lines] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const isReadable = first === '*' && lines.every((line) => /^![\w.-]+$/.test(line))
  if (!isReadable) throw new Error('.dockerignore must refuse all, and then name files at the top')
  return lines.map((line) => line.slice(1))
}
