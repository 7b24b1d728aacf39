import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { chromiumFlags, chromiumPath } from './visit/chromium.ts'

export type Category = 'performance' | 'accessibility' | 'best-practices'

type Report = {
  runtimeError?: { message: string }
  categories: Record<string, { score: number | null }>
}

const program = path.resolve('measure/lighthouse/node_modules/lighthouse/cli/index.js')
const DEADLINE_MS = 180_000
/** Most failed runs come of a busy machine, and Lighthouse itself asks to run again. */
const MOST_ATTEMPTS = 3
/** The page is never quite loaded: its events arrive over a response that does not end. */
const LONGEST_LOAD_MS = 10_000

const execute = promisify(execFile)

/**
 * Scores from 0 to 100, in a Chromium that is started for the audit. `${report}.report.html` says
 * what cost points.
 */
export async function audit<Wanted extends Category>(options: {
  url: string
  cookie: string | undefined
  categories: readonly Wanted[]
  report: string
}): Promise<Record<Wanted, number>> {
  const { url, cookie, categories, report } = options
  await mkdir(path.dirname(report), { recursive: true })
  const words = [
    program,
    url,
    '--preset=desktop',
    `--only-categories=${categories.join(',')}`,
    '--output=json',
    '--output=html',
    `--output-path=${report}`,
    `--chrome-flags=${chromiumFlags.join(' ')}`,
    '--no-enable-error-reporting',
    '--quiet',
    `--max-wait-for-load=${LONGEST_LOAD_MS}`,
    ...(cookie === undefined ? [] : [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`]),
  ]
  await run(words)
  // Lighthouse's own shape. `Report` has only the fields that are read here.
  const found = JSON.parse(await readFile(`${report}.report.json`, 'utf8')) as Report
  if (found.runtimeError) throw new Error(`${url}: ${found.runtimeError.message}`)
  const scores = categories.map((category) => [category, scoreOf(found, category)])
  return Object.fromEntries(scores) as Record<Wanted, number>
}

async function run(words: readonly string[], attempt = 1): Promise<void> {
  try {
    await execute(process.execPath, words, {
      env: { ...process.env, CHROME_PATH: chromiumPath() },
      timeout: DEADLINE_MS,
    })
  } catch (error) {
    if (attempt === MOST_ATTEMPTS) throw error
    await run(words, attempt + 1)
  }
}

/** NaN if Lighthouse has no score. */
function scoreOf({ categories }: Report, category: Category): number {
  return Math.round((categories[category]?.score ?? Number.NaN) * 100)
}
