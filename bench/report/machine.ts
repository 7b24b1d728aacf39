import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'

/** The circumstances of figures: only figures of the same circumstances can be compared. */
export type Circumstances = {
  readonly date: string
  readonly commit: string
  readonly machine: string
  readonly versions: string
}

const benchPackages = [
  'node_modules/next',
  'node_modules/ai',
  'node_modules/@ai-sdk/openai-compatible',
]

/** @param packages the folders of packages whose versions count */
export function circumstances(packages: readonly string[] = benchPackages): Circumstances {
  const processors = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    machine: `${processors.length} × ${processors[0]?.model.trim()}, ${memory} GB, ${type()} ${release()}`,
    versions: [`Node ${process.versions.node}`, ...packages.map(versionOf)].join(', '),
  }
}

/** The commit that was built, marked if the working tree differs from it. */
function commit(): string {
  try {
    const named = ['describe', '--always', '--dirty=, with changes', '--exclude=*']
    return execFileSync('git', named, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  } catch {
    return 'unknown'
  }
}

function versionOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
    name: string
    version: string
  }
  return `${name} ${version}`
}
