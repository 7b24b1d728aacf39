import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { AppServer } from './app-server'

const MB = 1024 * 1024

/**
 * A runner for a server whose folder is a small disk that only the server sees.
 * @param prepare a shell command that runs in that folder first
 */
export function onSmallDisk(megabytes: number, prepare = 'true') {
  const mount = `mount -t tmpfs -o size=${megabytes}m none "$0"`
  const script = `${mount} && cd "$0" && ${prepare} && cd "$OLDPWD" && exec "$@"`
  return (folder: string): readonly string[] => ['unshare', '-rm', 'sh', '-c', script, folder]
}

/** Whether this machine lets us mount a small disk. */
export function hasSmallDisks(): boolean {
  const [program = '', ...programArguments] = onSmallDisk(1)('/mnt')
  return spawnSync(program, [...programArguments, 'true']).status === 0
}

/** Writes to the server's small disk until it is full. `makeRoom` undoes that. */
export function fillDiskOf(server: AppServer): { makeRoom(): void } {
  const file = path.join('/proc', String(server.processId), 'root', server.folder, 'filler')
  const descriptor = openSync(file, 'a')
  for (const size of [MB, 4_096, 1]) {
    while (takes(descriptor, size)) {
      // The condition writes.
    }
  }
  closeSync(descriptor)
  return {
    makeRoom() {
      rmSync(file)
    },
  }
}

function takes(descriptor: number, size: number): boolean {
  try {
    return writeSync(descriptor, Buffer.alloc(size)) > 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}
