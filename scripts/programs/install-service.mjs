import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { installDebianPackage } from './install-debian-package.mjs'
import { runCommand } from './run-command.mjs'

/** The program that Debian packages ask before they start a service; see policy-rc.d(8). */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

/**
 * Installs the Debian package of a service for its program only. The service itself does not start,
 * now or after a restart.
 *
 * @param {string} name of the package, and of its service
 */
export async function installService(name) {
  // Containers have a policy of their own, which refuses all services.
  const hasPolicy = existsSync(SERVICE_POLICY)
  const policy = `#!/bin/sh\ncase "$*" in *${name}*) exit 101 ;; esac\n`
  if (!hasPolicy) await writeFile(SERVICE_POLICY, policy, { mode: 0o755 })
  try {
    if (await installDebianPackage(name)) await runCommand('update-rc.d', [name, 'disable'])
  } finally {
    if (!hasPolicy) await rm(SERVICE_POLICY)
  }
}
