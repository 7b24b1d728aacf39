import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'

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

/** Whether this machine lets us mount a small disk by this runner. */
export function hasSmallDisks(runner = onSmallDisk(1)('/mnt')): boolean {
  const [program = '', ...programArguments] = runner
  return spawnSync(program, [...programArguments, 'true']).status === 0
}

/**
 * The same for a server that runs as another user and has only this folder, which must be there, on the
 * small disk. Only root can become another user.
 */
export function withSmallDisk(
  folder: string,
  megabytes: number,
  user: { uid: number; gid: number } | undefined,
): readonly string[] {
  const { uid, gid } = user ?? {}
  const options = `size=${megabytes}m${user ? `,mode=700,uid=${uid},gid=${gid}` : ''}`
  const become = user ? `setpriv --reuid ${uid} --regid ${gid} --clear-groups` : ''
  const script = `mount -t tmpfs -o ${options} none "$0" && exec ${become} "$@"`
  const rights = user ? [] : ['--map-current-user', '--keep-caps']
  return ['unshare', '-m', ...rights, 'sh', '-c', script, folder]
}

/** Writes to the small disk in this folder of a server until it is full. `makeRoom` undoes that. */
export function fillDiskOf(server: { processId: number; folder: string }): { makeRoom(): void } {
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
