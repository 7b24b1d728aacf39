import { existsSync } from 'node:fs'
import { runCommand } from './run-command.mjs'

/** Whether Debian packages can be installed here, which needs Debian and root. */
export function canInstallDebianPackages() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

/**
 * Installs a Debian package with its dependencies. Resolves with whether that worked. If the
 * network fails, apt itself tries again.
 *
 * @param {string} name
 */
export async function installDebianPackage(name) {
  if (!canInstallDebianPackages()) return false
  return (await aptGet('update')) && (await aptGet('install', '-y', name))
}

/** @param {string[]} words */
async function aptGet(...words) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  return (await runCommand('apt-get', ['-o', 'Acquire::Retries=3', ...words], { env })) === 0
}
