import { execFileSync } from 'node:child_process'

/** The account of Debian's package: PostgreSQL and PgBouncer refuse to run as root. */
const SERVICE_ACCOUNT = 'postgres'

/** The account as which they run; undefined where this process is not root's, and they run as it does. */
export function serviceAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (kind: '-u' | '-g') => Number(execFileSync('id', [kind, SERVICE_ACCOUNT]))
  return { uid: idOf('-u'), gid: idOf('-g') }
}
