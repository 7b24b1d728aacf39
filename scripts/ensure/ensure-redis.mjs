import { pathsOf, runs } from '../programs/find-program.mjs'
import { canInstallDebianPackages } from '../programs/install-debian-package.mjs'
import { installService } from '../programs/install-service.mjs'

/**
 * Finds a Redis for the tests of several servers, or installs one if that is possible. Without
 * Redis these tests are skipped, but in CI that is an error.
 */
export async function ensureRedis() {
  if (findRedis()) return 0
  if (canInstallDebianPackages()) await installService('redis-server')
  if (findRedis()) return 0
  console.log('No working Redis was found: the tests of several servers are skipped.')
  return process.env['CI'] ? 1 : 0
}

/**
 * The path of a Redis server that runs on this machine.
 *
 * @returns {string | undefined}
 */
export function findRedis() {
  return pathsOf(['redis-server'], ['/usr/bin', '/usr/local/bin']).find((path) => runs(path, '-v'))
}
