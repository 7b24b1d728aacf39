import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Where programs of these names would be on the PATH, and in the other folders, best first.
 *
 * @param {string[]} names
 * @param {string[]} [otherFolders]
 */
export function pathsOf(names, otherFolders = []) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...otherFolders]
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/**
 * Being there is not enough: a download may lack system libraries, and some distributions put a
 * script in its place that only names a package to install.
 *
 * @param {string} path
 * @param {string} versionFlag what makes the program say its version and exit
 */
export function runs(path, versionFlag) {
  return existsSync(path) && spawnSync(path, [versionFlag], { timeout: 20_000 }).status === 0
}
