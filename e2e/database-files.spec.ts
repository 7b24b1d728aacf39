import { chmod, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppServer } from './harness/app-server'
import { expect } from './harness/fixtures'
import { Guest } from './harness/guest'
import { test } from './harness/own-server'

test('P12 files of the database are for its owner alone, in a folder that is, too', async () => {
  const server = await AppServer.start()
  const file = path.join(server.folder, 'made', 'here', 'fullstop.db')
  const other = await AppServer.start({ DATABASE_URL: `file:${file}` })
  await Guest.signIn(other.url)
  expect(await modeOf(path.dirname(file))).toBe('700')
  expect(await modesIn(path.dirname(file))).toEqual({
    'auth-secret': '600',
    'fullstop.db': '600',
    'fullstop.db-shm': '600',
    'fullstop.db-wal': '600',
    'fullstop.db.lock': '600',
  })
  await other.remove()
  await server.remove()
})

test('P12 files that an earlier installation left open to others are closed, and its folder is left', async ({
  ownServer,
}) => {
  await Guest.signIn(ownServer.url)
  await ownServer.end('SIGKILL')
  await chmod(ownServer.folder, 0o755)
  for (const name of await readdir(ownServer.folder)) {
    await chmod(path.join(ownServer.folder, name), 0o644)
  }
  await ownServer.start()
  await Guest.signIn(ownServer.url)
  expect(await modeOf(ownServer.folder)).toBe('755')
  const modes = await modesIn(ownServer.folder)
  expect(Object.keys(modes).length).toBeGreaterThanOrEqual(5)
  expect(new Set(Object.values(modes))).toEqual(new Set(['600']))
})

async function modesIn(folder: string): Promise<Record<string, string>> {
  const modes: Record<string, string> = {}
  for (const name of await readdir(folder)) modes[name] = await modeOf(path.join(folder, name))
  return modes
}

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8)
}
