import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The paths that these programs would have on the PATH and in the other folders, best first.
 *
 * @param {string[]} names
 * @param {string[]} [otherFolders]
 */
export function pathsOf(names, otherFolders = []) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...otherFolders]
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/**
 * Whether a program is there and runs: a download may lack system libraries, and some distributions
 * have in its place a script that only names a package to install.
 *
 * @param {string} path
 * @param {string} versionFlag the flag with which the program says its version and exits
 */
export function runs(path, versionFlag) {
  return existsSync(path) && spawnSync(path, [versionFlag], { timeout: 20_000 }).status === 0
}
