import { pathsOf, runs } from '../programs/find-program.mjs'
import { canInstallDebianPackages } from '../programs/install-debian-package.mjs'
import { installService } from '../programs/install-service.mjs'

/**
 * Finds an nginx for the tests through proxies, or installs one if that is possible. Without nginx
 * these tests are skipped, but in CI that is an error.
 */
export async function ensureNginx() {
  if (findNginx()) return 0
  if (canInstallDebianPackages()) await installService('nginx')
  if (findNginx()) return 0
  console.log('No working nginx was found: the tests through proxies are skipped.')
  return process.env['CI'] ? 1 : 0
}

/**
 * The path of an nginx that runs on this machine. Its folder may be on the PATH of root only.
 *
 * @returns {string | undefined}
 */
export function findNginx() {
  return pathsOf(['nginx'], ['/usr/sbin', '/usr/local/sbin']).find((path) => runs(path, '-v'))
}
