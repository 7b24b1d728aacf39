import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { pathsOf, runs } from './find-program.mjs'
import { canInstallDebianPackages, installDebianPackage } from './install-debian-package.mjs'
import { runCommand } from './run-command.mjs'

/** What Debian's packages ask before they start a service, as policy-rc.d(8) says. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'
const NO_NGINX = '#!/bin/sh\ncase "$*" in *nginx*) exit 101 ;; esac\n'

/**
 * Finds an nginx for the tests through proxies, or installs one where that is possible. Without
 * one they are skipped, so the exit code is always 0.
 */
export async function ensureNginx() {
  if (findNginx()) return 0
  if (canInstallDebianPackages()) await installWithoutService()
  if (!findNginx()) console.log('No nginx runs here: the tests through proxies are skipped.')
  return 0
}

/**
 * The path of an nginx that runs on this machine. Its folder may be on the PATH of root only.
 *
 * @returns {string | undefined}
 */
export function findNginx() {
  return pathsOf(['nginx'], ['/usr/sbin', '/usr/local/sbin']).find((path) => runs(path, '-v'))
}

/** The tests need the program; a web server on port 80, now or after a restart, nobody wants. */
async function installWithoutService() {
  // Containers have a policy of their own, against all services.
  const hasPolicy = existsSync(SERVICE_POLICY)
  if (!hasPolicy) await writeFile(SERVICE_POLICY, NO_NGINX, { mode: 0o755 })
  try {
    if (await installDebianPackage('nginx')) await runCommand('update-rc.d', ['nginx', 'disable'])
  } finally {
    if (!hasPolicy) await rm(SERVICE_POLICY)
  }
}
