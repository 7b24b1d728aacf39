import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'

/** What was measured, and on what: figures of different ones are not to be compared. */
export type Circumstances = {
  readonly date: string
  readonly commit: string
  readonly machine: string
  readonly versions: string
}

export function circumstances(): Circumstances {
  const processors = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const packages = ['next', 'ai', '@ai-sdk/openai-compatible']
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    machine: `${processors.length} × ${processors[0]?.model.trim()}, ${memory} GB, ${type()} ${release()}`,
    versions: [`Node ${process.versions.node}`, ...packages.map(versionOf)].join(', '),
  }
}

/** The commit that was built, marked where the product or the benchmark differs from it. */
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

function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as {
    version: string
  }
  return `${name} ${version}`
}
