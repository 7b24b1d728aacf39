import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathsOf, runs } from '../programs/find-program.mjs'
import { canInstallDebianPackages } from '../programs/install-debian-package.mjs'
import { installService } from '../programs/install-service.mjs'

/** Where Debian has the programs of a PostgreSQL server, a folder for each version. */
const DEBIAN_VERSIONS = '/usr/lib/postgresql'

/**
 * Finds a PostgreSQL for the tests, or installs one if that is possible. Without PostgreSQL its tests
 * are skipped, but in CI that is an error.
 */
export async function ensurePostgres() {
  if (findPostgres()) return 0
  if (canInstallDebianPackages()) await installService('postgresql')
  if (findPostgres()) return 0
  console.log('No working PostgreSQL was found: its tests are skipped.')
  return process.env['CI'] ? 1 : 0
}

/**
 * The folder with the programs of a PostgreSQL server that runs on this machine.
 *
 * @returns {string | undefined}
 */
export function findPostgres() {
  const servers = pathsOf(['postgres'], debianFolders())
  const server = servers.find((path) => runs(path, '--version'))
  return server && dirname(server)
}

function debianFolders() {
  try {
    const versions = readdirSync(DEBIAN_VERSIONS).toSorted((a, b) => Number(b) - Number(a))
    return versions.map((version) => `${DEBIAN_VERSIONS}/${version}/bin`)
  } catch {
    return []
  }
}
