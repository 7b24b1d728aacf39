import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest, turnOf } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import { AppServer } from './harness/server/app-server'
import { fillDiskOf, hasSmallDisks, onSmallDisk } from './harness/server/small-disk'
import { signUp } from './matrix/callers'

const full = { error: { code: 'storage_full' } }

test.describe('P11 a small disk', () => {
  test.skip(!hasSmallDisks(), 'this machine mounts none')

  test('P3 P11 a full disk refuses sends; a stop closes its call, and is saved once there is room', async ({
    provider,
    key,
  }) => {
    const server = await AppServer.start(
      { ...providerVariables(provider.url), DISK_FLOOR_MB: '0' },
      onSmallDisk(6),
    )
    const guest = await Guest.signIn(server.url)
    const owner = await ownerOf(server)
    const messageId = newAnswerId()
    const { chatId } = await guest.ask(`[[key=${key} hold=20]]`, { assistantMessageId: messageId })
    await waitForCall(provider.url, key, ({ held }) => held)
    expect(await ready(server, owner)).toEqual({ status: 'ok', database: 'ok' })

    const disk = fillDiskOf(server)
    await expect.poll(() => ready(server, owner)).toEqual({ status: 'not_ready', database: 'full' })
    const told = await guest.call('/api/ready')
    expect(told.status).toBe(503)
    expect(await told.json()).not.toHaveProperty('checks')
    const sent = await guest.post('/api/chat', turnOf('Will this be lost?'))
    expect(sent.status).toBe(507)
    expect(await sent.json()).toMatchObject(full)
    expect((await guest.json<{ chats: unknown[] }>('/api/chats')).chats).toHaveLength(1)

    const stopping = guest.post(`/api/messages/${messageId}/cancel`, {})
    const call = await waitForCall(provider.url, key, ({ open }) => !open, 1_000)
    const stopped = await stopping
    expect(stopped.status).toBe(202)
    expect(await stopped.json()).toMatchObject({ outcome: 'unconfirmed' })
    expect((await guest.call(`/api/chats/${chatId}`)).status).toBe(200)
    // Nobody is told of an end that is not saved, and the log does not fill the disk.
    expect(server.output.match(/saving an end failed/g)).toHaveLength(1)
    expect(server.output).not.toMatch(/word000/)

    disk.makeRoom()
    const again = guest.post(`/api/messages/${messageId}/cancel`, {})
    expect(await (await again).json()).toMatchObject({ status: 'cancelled', text: call.text })
    const message = await guest.json(`/api/messages/${messageId}`)
    expect(message).toMatchObject({ metadata: { status: 'cancelled', endReason: 'user' } })
    await expect.poll(() => ready(server, owner)).toEqual({ status: 'ok', database: 'ok' })
    expect((await guest.post('/api/chat', turnOf('[[tokens=1]] Now it is taken'))).status).toBe(200)
    await server.remove()
  })

  for (const [what, prepare, line] of [
    ['a full disk', 'cat /dev/zero > filler 2>/dev/null; true', /fullstop\.db: its disk is full\n/],
    [
      'a read-only disk',
      'mount -o remount,ro .',
      /fullstop\.db: it cannot be opened and written: .*\n/,
    ],
  ] as const) {
    test(`a start on ${what} says so in one line`, async () => {
      const error = await AppServer.start({}, onSmallDisk(1, prepare)).catch(String)
      expect(error).toMatch(new RegExp(`Fullstop cannot start: .*${line.source}`))
      expect(error).not.toMatch(/\n +at /)
    })
  }
})

test('a start in a folder that cannot be made says so in one line', async ({ server }) => {
  const error = await AppServer.start({
    DATABASE_URL: `file:${server.databaseFile}/below/fullstop.db`,
  }).catch(String)
  expect(error).toMatch(/Fullstop cannot start: .*fullstop\.db: .*ENOTDIR.*\n/)
  expect(error).not.toMatch(/\n +at /)
})

test('P11 nothing may grow under DISK_FLOOR_MB; stops, reads and deletions go on', async ({
  provider,
  key,
}) => {
  const variables = providerVariables(provider.url)
  const before = await AppServer.start(variables)
  const guest = await Guest.signIn(before.url)
  const { chatId, messageId } = await guest.ask('[[tokens=3 rate=0]]')
  await (await guest.call(`/api/messages/${messageId}/stream`)).text()
  await before.end()
  const server = await AppServer.startOn(before, { ...variables, DISK_FLOOR_MB: '1000000000' })

  for (const [path, body] of [
    ['/api/chat', turnOf(`[[key=${key}]]`)],
    ['/api/chat', { id: chatId, trigger: 'regenerate-message' }],
    ['/api/chat', { id: chatId, messageId, trigger: 'continue-message' }],
    ['/api/chats', {}],
  ] as const) {
    const refused = await guest.post(path, body)
    expect(refused.status).toBe(507)
    expect(await refused.json()).toMatchObject(full)
  }
  expect((await guest.post(`/api/messages/${messageId}/cancel`, {})).status).toBe(200)
  expect((await fetch(`${server.url}/api/ready`)).status).toBe(200)
  expect((await guest.call(`/api/chats/${chatId}`)).status).toBe(200)
  expect((await guest.call(`/api/chats/${chatId}`, { method: 'DELETE' })).status).toBe(204)
  await server.remove()
})

/** Somebody with an account who entered the setup code. */
async function ownerOf(server: AppServer): Promise<Record<string, string>> {
  const { headers } = await signUp(server, 'owner')
  const code = /setup code on your account page: (\S+)/.exec(server.output)?.[1]
  const claimed = await fetch(`${server.url}/api/owner`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ code }),
  })
  expect(claimed.status).toBe(204)
  return headers
}

async function ready(server: AppServer, headers: Record<string, string>) {
  const response = await fetch(`${server.url}/api/ready`, { headers })
  const { status, checks } = (await response.json()) as {
    status: string
    checks?: { database: string }
  }
  return { status, database: checks?.database }
}
