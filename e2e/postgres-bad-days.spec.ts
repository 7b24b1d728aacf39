import { randomBytes } from 'node:crypto'
import type { Message } from '@/lib/contract/message'
import { textOf as partsText } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest, turnOf } from './harness/guest'
import { ChatPage } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'
import { GUARDED, PostgresServer } from './harness/server/postgres-server'

const textOf = ({ parts }: Message) => partsText(parts)

/** Text of this length that takes as much room on a disk. */
const roomy = (length: number) => randomBytes(length).toString('base64').slice(0, length)

/** The lines of a log that begin a sentence about something wrong. */
const complaintsIn = ({ output }: AppServer) =>
  output
    .split('\n')
    .filter((line) => /^\{"level":[456]0/.test(line))
    .map((line) => (JSON.parse(line) as { msg: string }).msg)

test.describe('P11 a full disk of PostgreSQL', () => {
  test.skip(!PostgresServer.hasSmallDisks, 'this machine mounts none')

  test('P1 P3 P11 a full disk of PostgreSQL refuses sends; a stop closes its call, and is saved once there is room', async ({
    page,
    provider,
    key,
  }) => {
    const postgres = await PostgresServer.start({ smallDiskMegabytes: 48 })
    postgres.ask('CREATE DATABASE small TABLESPACE small')
    const server = await AppServer.start({
      ...providerVariables(provider.url),
      DATABASE_URL: postgres.url('small'),
    })
    try {
      const guest = await Guest.signIn(server.url)
      const { messageId } = await guest.ask(`[[key=${key} tokens=9000 rate=200]]`)
      const message = () => guest.json<Message>(`/api/messages/${messageId}`)
      await expect.poll(async () => textOf(await message())).toContain('word1500')
      const chat = await ChatPage.open(page, server.url)

      const disk = postgres.fillSmallDisk()
      await expect.poll(() => server.output).toContain('saving text failed, trying again')
      const question = roomy(20_000)
      const sent = await guest.post('/api/chat', turnOf(question))
      expect(sent.status).toBe(507)
      expect(await sent.json()).toMatchObject({ error: { code: 'storage_full' } })
      await chat.composer.fill(question)
      await chat.composer.press('Enter')
      await expect(page.getByText('The disk of this server is full')).toBeVisible()
      await expect(chat.composer).toHaveValue(question)
      expect((await guest.json<{ chats: unknown[] }>('/api/chats')).chats).toHaveLength(1)

      const stopping = guest.post(`/api/messages/${messageId}/cancel`, {})
      const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
      const stopped = await stopping
      expect(stopped.status).toBe(202)
      expect(await stopped.json()).toEqual({ outcome: 'unconfirmed', messageId })
      expect((await message()).metadata?.status).toBe('active')

      disk.makeRoom()
      const status = async () => (await message()).metadata?.status
      await expect.poll(status).toBe('cancelled')
      const kept = textOf(await message())
      expect(kept).toContain('word1500')
      expect(text.startsWith(kept)).toBe(true)
      await chat.composer.press('Enter')
      await expect(chat.composer).toHaveValue('')
      // Nobody is told of an end that is not saved, and the log fills no disk.
      expect(complaintsIn(server).filter((line) => line.includes('saving an end'))).toHaveLength(1)
      expect(server.output).not.toContain('word1500')
    } finally {
      await server.remove()
      await postgres.remove()
    }
  })

  test('P11 a start on a full disk of PostgreSQL says so in one line @long', async () => {
    const postgres = await PostgresServer.start({ smallDiskMegabytes: 12 })
    try {
      postgres.ask('CREATE DATABASE small TABLESPACE small')
      postgres.fillSmallDisk()
      const error = await AppServer.start({ DATABASE_URL: postgres.url('small') }).catch(String)
      expect(error).toMatch(/Fullstop cannot start: .*\/small: the disk of PostgreSQL is full\n/)
      expect(error).not.toMatch(/\n +at /)
    } finally {
      await postgres.remove()
    }
  })
})

/** A PostgreSQL with a database of the user who has to give a password, and two passwords. */
async function startGuarded() {
  const postgres = await PostgresServer.start()
  const [password, other] = [roomy(20), roomy(20)].map(encodeURIComponent) as [string, string]
  const setPassword = (to: string) =>
    postgres.ask(`ALTER ROLE ${GUARDED} PASSWORD '${decodeURIComponent(to)}'`)
  postgres.ask(`CREATE ROLE ${GUARDED} LOGIN`)
  postgres.ask(`CREATE DATABASE ${GUARDED} OWNER ${GUARDED}`)
  setPassword(password)
  const url = postgres.url(GUARDED, `${GUARDED}:${password}`)
  return { postgres, password, other, setPassword, url }
}

test.describe('R25 a password of PostgreSQL', () => {
  test('a start with a wrong password, or none, is refused with one line that does not name it', async () => {
    const { postgres, other } = await startGuarded()
    try {
      for (const [user, line] of [
        [`${GUARDED}:${other}`, /\/guarded: PostgreSQL refuses the password\n/],
        [GUARDED, /\/guarded: PostgreSQL asks for a password, and the address has none\n/],
      ] as const) {
        const url = postgres.url(GUARDED, user)
        const error = await AppServer.start({ DATABASE_URL: url }).catch(String)
        expect(error).toMatch(new RegExp(`Fullstop cannot start: .*${line.source}`))
        expect(error).not.toMatch(/\n +at /)
        expect(error).not.toContain(other)
      }
    } finally {
      await postgres.remove()
    }
  })

  test('P1 P3 P13 a password that is changed under a running server takes its database away, and nothing else @long', async ({
    provider,
    key,
  }) => {
    const { postgres, password, other, setPassword, url } = await startGuarded()
    const server = await AppServer.start({
      ...providerVariables(provider.url),
      DATABASE_URL: url,
    })
    try {
      const guest = await Guest.signIn(server.url)
      const { messageId } = await guest.ask(`[[key=${key} tokens=2000 rate=50]]`)
      const message = () => guest.json<Message>(`/api/messages/${messageId}`)
      await expect.poll(async () => textOf(await message())).toContain('word0010')
      setPassword(other)
      postgres.ask(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${GUARDED}'`,
      )
      await expect
        .poll(async () => (await guest.call('/api/chats')).status, { timeout: 20_000 })
        .toBe(503)
      const sent = await guest.post('/api/chat', turnOf('Is anybody there?'))
      expect(sent.status).toBe(503)
      expect(await sent.json()).toMatchObject({ error: { code: 'unavailable' } })
      expect((await fetch(`${server.url}/api/ready`)).status).toBe(503)

      const stopping = guest.post(`/api/messages/${messageId}/cancel`, {})
      const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
      expect(await (await stopping).json()).toEqual({ outcome: 'unconfirmed', messageId })
      setPassword(password)
      const status = async () => (await message()).metadata?.status
      await expect.poll(status, { timeout: 20_000 }).toBe('cancelled')
      const kept = textOf(await message())
      expect(kept).toContain('word0010')
      expect(text.startsWith(kept)).toBe(true)
      await expect.poll(async () => (await fetch(`${server.url}/api/ready`)).status).toBe(200)

      expect(server.output).toContain('28P01 password authentication failed')
      expect(complaintsIn(server)).not.toContain('a call failed')
      for (const secret of [password, other].flatMap((it) => [it, decodeURIComponent(it)])) {
        expect(server.output).not.toContain(secret)
      }
      expect(server.output).not.toContain('word0010')
    } finally {
      await server.remove()
      await postgres.remove()
    }
  })
})

test('P11 a database that a later version has changed is left alone by a start, while running servers go on @long', async ({
  provider,
}) => {
  const postgres = await PostgresServer.start()
  const url = postgres.url()
  const server = await AppServer.start({ ...providerVariables(provider.url), DATABASE_URL: url })
  try {
    const guest = await Guest.signIn(server.url)
    const { messageId } = await guest.ask('[[tokens=3 rate=0]] Before the change')
    await (await guest.call(`/api/messages/${messageId}/stream`)).text()
    postgres.ask(
      `INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9999999999999)`,
    )
    expect((await guest.post('/api/chat', turnOf('[[tokens=1]] After it'))).status).toBe(200)
    await server.end()

    const rowsOf = (table: string) =>
      postgres.ask(`SELECT coalesce(json_agg(t ORDER BY t::text), '[]') FROM ${table} AS t`)
    const tables = postgres
      .ask(
        `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
      )
      .trim()
      .split('\n')
    expect(tables).toContain('messages')
    const before = tables.map(rowsOf)
    await expect(server.start()).rejects.toThrow('the server did not start')
    expect(server.output).toContain(
      'Fullstop cannot start: DATABASE_URL: the database is of a later version of Fullstop: use that version, or a backup\n',
    )
    expect(server.output).not.toMatch(/\n +at /)
    expect(tables.map(rowsOf)).toEqual(before)

    postgres.ask(`DELETE FROM __drizzle_migrations WHERE hash = 'later'`)
    await server.start()
    expect((await guest.json<{ chats: unknown[] }>('/api/chats')).chats).toHaveLength(2)
  } finally {
    await server.remove()
    await postgres.remove()
  }
})
