import { existsSync } from 'node:fs'
import { runCommand } from './run-command.mjs'

/** Whether packages of Debian's can be installed here: that takes Debian, and root. */
export function canInstallDebianPackages() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

/**
 * Installs a package of Debian's with what it needs; resolves with whether that worked. Where the
 * network fails apt tries again by itself.
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
