import { pathsOf, runs } from '../programs/find-program.mjs'
import { canInstallDebianPackages } from '../programs/install-debian-package.mjs'
import { installService } from '../programs/install-service.mjs'

/**
 * Finds a PgBouncer for the tests behind it, or installs one if that is possible. Without PgBouncer
 * these tests are skipped, but in CI that is an error.
 */
export async function ensurePgBouncer() {
  if (findPgBouncer()) return 0
  if (canInstallDebianPackages()) await installService('pgbouncer')
  if (findPgBouncer()) return 0
  console.log('No working PgBouncer was found: the tests behind it are skipped.')
  return process.env['CI'] ? 1 : 0
}

/**
 * The path of a PgBouncer that runs on this machine. Its folder may be on the PATH of root only.
 *
 * @returns {string | undefined}
 */
export function findPgBouncer() {
  return pathsOf(['pgbouncer'], ['/usr/sbin', '/usr/local/sbin']).find((path) =>
    runs(path, '--version'),
  )
}
