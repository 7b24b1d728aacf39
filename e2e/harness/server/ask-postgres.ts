import { execFileSync } from 'node:child_process'

/**
 * Runs statements on the database at this URL from outside, waits for them, and returns what they say: most
 * tests read the database between two steps.
 */
export function askPostgres(url: string, sql: string): string {
  const options = ['--no-psqlrc', '--tuples-only', '--no-align', '--set', 'ON_ERROR_STOP=1']
  return execFileSync('psql', [...options, url, '--command', sql], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
}
