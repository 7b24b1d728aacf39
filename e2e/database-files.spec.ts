import { statSync, truncateSync, writeFileSync } from 'node:fs'
import { chmod, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { expect } from './harness/fixtures'
import { Guest } from './harness/guest'
import { longUnless } from './harness/long-unless'
import { test } from './harness/own-server'
import { AppServer } from './harness/server/app-server'

test('P12 files of the database, and a folder made for them, are for their owner alone', async () => {
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
    'fullstop.db.last-end': '600',
    'fullstop.db.lock': '600',
  })
  await other.remove()
  await server.remove()
})

test('P12 files that an earlier installation left open to others are closed, and its folder stays as it is @long', async ({
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

for (const [what, spoil, line] of [
  [
    'of a later version',
    (file: string) => {
      const client = new SqliteDatabase(file)
      client.exec(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 9999999999999)`)
      client.close()
    },
    /it has 1 migration from a later version of Fullstop, and was left unchanged\n/,
  ],
  [
    'that lost its second half',
    (file: string) => {
      truncateSync(file, statSync(file).size / 2)
    },
    /it is damaged; see docs\/operating\.md for how .*\n/,
  ],
  [
    'that is no database at all',
    (file: string) => {
      writeFileSync(file, 'no database'.repeat(1_000))
    },
    /it is not a SQLite database\n/,
  ],
] as const) {
  test(`P11 a database ${what} is refused with one line${longUnless(what === 'that lost its second half')}`, async ({
    ownServer,
  }) => {
    await ownServer.end()
    spoil(ownServer.databaseFile)
    const before = ownServer.output.length
    await expect(ownServer.start()).rejects.toThrow('the server did not start')
    const told = ownServer.output.slice(before)
    expect(told).toMatch(new RegExp(`Fullstop cannot start: .*fullstop\\.db: ${line.source}`))
    expect(told).not.toMatch(/\n +at /)
  })
}
