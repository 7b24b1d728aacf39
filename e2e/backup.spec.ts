import { execFile } from 'node:child_process'
import {
  copyFile,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables } from './harness/fixtures'
import { Guest } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import { test as base } from './harness/own-server'
import { AppServer } from './harness/server/app-server'

type Ran = { ok: boolean; said: string }

/** Adds a folder for backups. */
const test = base.extend<{ folder: string }>({
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, provide) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'fullstop-backup-'))
    await provide(folder)
    await rm(folder, { recursive: true })
  },
})

test('P11 a backup made while the server runs is whole, and sessions go on where it is restored', async ({
  ownServer,
  folder,
  provider,
  key,
}) => {
  const guest = await Guest.signIn(ownServer.url)
  const chatIds: string[] = []
  for (let turn = 0; turn < 8; turn += 1) {
    const { chatId, messageId } = await guest.ask(`[[tokens=3 rate=0]] Chat ${turn}`)
    await (await guest.call(`/api/messages/${messageId}/stream`)).text()
    chatIds.push(chatId)
  }
  const running = [1, 2, 3].map((number) => ({ id: newAnswerId(), key: `${key}-${number}` }))
  for (const { id, key: its } of running) {
    const turn = await guest.ask(`[[key=${its} tokens=4000 rate=50]]`, { assistantMessageId: id })
    chatIds.push(turn.chatId)
    await waitForCall(provider.url, its, ({ tokens }) => tokens.length >= 20)
  }

  const backup = path.join(folder, 'fullstop-backup')
  const made = await run('backup', backup, ownServer.databaseFile)
  expect(made.said).toContain('11 chats, 22 messages')
  expect((await stat(backup)).mode & 0o777).toBe(0o600)
  expect(await guest.json('/api/streams')).toMatchObject({ streams: [{}, {}, {}] })
  const wholeChat = await guest.json(`/api/chats/${chatIds[0]}`)
  for (const { id } of running) await guest.post(`/api/messages/${id}/cancel`, {})

  const restored = path.join(folder, 'elsewhere', 'fullstop.db')
  expect(await run('restore', backup, restored)).toMatchObject({ ok: true })
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    DATABASE_URL: `file:${restored}`,
  })
  const same = guest.at(server.url)
  const { chats } = await same.json<{ chats: { id: string }[] }>('/api/chats')
  expect(chats.map(({ id }) => id).toSorted()).toEqual(chatIds.toSorted())
  expect(await same.json(`/api/chats/${chatIds[0]}`)).toEqual(wholeChat)
  for (const { id, key: its } of running) {
    const message = await same.json<StoredAnswer>(`/api/messages/${id}`)
    expect(message.metadata).toMatchObject({ status: 'interrupted', endReason: 'crash' })
    const text = message.parts.map((part) => part.text).join('')
    expect(text.length).toBeGreaterThan(0)
    expect((await waitForCall(provider.url, its)).text.startsWith(text)).toBe(true)
  }
  // The secret is restored as a file of its own, and stands nowhere in the database.
  const secret = await readFile(path.join(path.dirname(restored), 'auth-secret'), 'utf8')
  expect(secret).toBe(await readFile(path.join(ownServer.folder, 'auth-secret'), 'utf8'))
  await server.end()
  expect((await readFile(restored, 'latin1')).includes(secret)).toBe(false)
  await server.remove()
})

test('P11 a restore refuses a backup that is not whole, and replaces no file @long', async ({
  ownServer,
  folder,
}) => {
  const guest = await Guest.signIn(ownServer.url)
  const { messageId } = await guest.ask('[[tokens=3 rate=0]]')
  await (await guest.call(`/api/messages/${messageId}/stream`)).text()
  const backup = path.join(folder, 'backup')
  expect(await run('backup', backup, ownServer.databaseFile)).toMatchObject({ ok: true })
  const target = path.join(folder, 'restored', 'fullstop.db')

  await refused(run('backup', backup, ownServer.databaseFile), /backup already exists/)
  await refused(
    run('restore', backup, ownServer.databaseFile),
    /already exists and is not replaced/,
  )
  await refused(run('restore', path.join(folder, 'nothing'), target), /nothing does not exist/)
  await refused(run('restore', ownServer.databaseFile, target), /is damaged, or was not made by/)

  const spoiled = path.join(folder, 'spoiled')
  const whole = await readFile(backup)
  for (const offset of [0, Math.floor(whole.length / 2), whole.length - 10]) {
    const bytes = Buffer.from(whole)
    bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset)
    await writeFile(spoiled, bytes)
    await refused(run('restore', spoiled, target), /is damaged, or was not made by/)
  }
  await writeFile(spoiled, whole)
  await truncate(spoiled, whole.length - 1)
  await refused(run('restore', spoiled, target), /is damaged, or was not made by/)

  await refused(
    stat(target).then(() => ({ ok: true, said: '' })),
    /ENOENT/,
  )
  expect(await run('restore', backup, target)).toMatchObject({ ok: true })
})

test('P11 a restore is refused while a server runs there, although its database file is gone @long', async ({
  ownServer,
  folder,
}) => {
  const backup = path.join(folder, 'backup')
  expect(await run('backup', backup, ownServer.databaseFile)).toMatchObject({ ok: true })
  for (const end of ['', '-wal', '-shm']) {
    await rename(`${ownServer.databaseFile}${end}`, path.join(folder, `moved${end}`))
  }
  await refused(run('restore', backup, ownServer.databaseFile), /is in use by a Fullstop process/)
  await ownServer.end('SIGKILL')
  expect(await run('restore', backup, ownServer.databaseFile)).toMatchObject({ ok: true })
  await ownServer.start()
})

test('P11 a backup holds no secret of the environment, and a backup of a later version is refused @long', async ({
  ownServer,
  folder,
}) => {
  const backup = path.join(folder, 'backup')
  const AUTH_SECRET = 'a secret that is set, of 32 characters'
  await run('backup', backup, ownServer.databaseFile, { AUTH_SECRET })
  expect((await readFile(backup, 'latin1')).includes('"secret"')).toBe(false)
  await ownServer.end()
  const later = path.join(folder, 'later.db')
  await copyFile(ownServer.databaseFile, later)
  const client = new SqliteDatabase(later)
  client.exec(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 9999999999999)`)
  client.close()
  const target = path.join(folder, 'restored', 'fullstop.db')
  expect(await run('backup', `${backup}-later`, later)).toMatchObject({ ok: true })
  await refused(
    run('restore', `${backup}-later`, target),
    /was made by a later version of Fullstop/,
  )
  expect(await run('restore', backup, target, { AUTH_SECRET })).toMatchObject({ ok: true })
})

type StoredAnswer = { metadata: object; parts: { text: string }[] }

async function refused(ran: Promise<Ran>, why: RegExp): Promise<void> {
  const { ok, said } = await ran.catch((error: unknown) => ({ ok: false, said: String(error) }))
  expect(said).toMatch(why)
  expect(ok).toBe(false)
  expect(said.trim().split('\n')).toHaveLength(1)
}

/** Runs the script as `npm run` does, for the database in that file. */
function run(
  script: 'backup' | 'restore',
  file: string,
  databaseFile: string,
  environment: Record<string, string> = {},
): Promise<Ran> {
  const env = {
    ...environment,
    NODE_ENV: 'production' as const,
    DATABASE_URL: `file:${databaseFile}`,
  }
  return new Promise((resolve) => {
    const program = ['--import', './scripts/resolve-alias.mjs', `scripts/${script}.ts`, file]
    execFile(process.execPath, program, { env }, (error, out, errors) => {
      resolve({ ok: error === null, said: out + errors })
    })
  })
}
