import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const installedPrograms = join(root, 'node_modules', '.bin')

/** The PATH on which the Node and tools of node_modules come before those of the system. */
export const installedPath = [installedPrograms, systemPath()].join(delimiter)

/** The PATH without node_modules, for npm, which replaces the programs there. */
export function systemPath() {
  const directories = (process.env['PATH'] ?? '').split(delimiter)
  return directories.filter((directory) => directory !== installedPrograms).join(delimiter)
}

/**
 * Runs a program in the repository, passes signals on to it, and resolves with its exit code:
 * 128 + the signal's number if a signal ended it, 127 if there is no such program.
 *
 * @param {string} program
 * @param {string[]} programArguments
 * @param {{ env?: Record<string, string>, onErrorOutput?: (text: string) => void }} [options]
 * @returns {Promise<number>}
 */
export async function runCommand(program, programArguments, { env = {}, onErrorOutput } = {}) {
  const child = spawn(program, programArguments, {
    cwd: root,
    env: { ...process.env, PATH: installedPath, ...env },
    stdio: ['ignore', 'inherit', onErrorOutput ? 'pipe' : 'inherit'],
  })
  child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    process.stderr.write(text)
    onErrorOutput?.(text)
  })

  /** @type {(signal: NodeJS.Signals) => void} */
  const passOn = (signal) => void child.kill(signal)
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, passOn)
  try {
    return await new Promise((resolve) => {
      child.on('error', () => resolve(127))
      child.on('close', (code, signal) =>
        resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']),
      )
    })
  } finally {
    for (const signal of signals) process.off(signal, passOn)
  }
}
