import { execFile } from 'node:child_process'
import { linkSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { holdDatabase } from '@/lib/db/testing/hold-database'
import { waitForCall } from './fake-provider/books/books'
import { expect } from './harness/fixtures'
import { Guest, readEvents } from './harness/guest'
import { longUnless } from './harness/long-unless'
import { newAnswerId } from './harness/new-answer-id'
import { test } from './harness/own-server'
import { AppServer } from './harness/server/app-server'

const now = () => performance.timeOrigin + performance.now()

test('P10 R14 SIGTERM ends 50 streams with their text saved, then exits 0', async ({
  ownServer,
  provider,
  key,
}) => {
  const guest = await Guest.signIn(ownServer.url)
  const ids = Array.from({ length: 50 }, newAnswerId)
  for (const id of ids)
    await guest.ask(`[[key=${key}-${id.slice(-12)} hold=20]]`, { assistantMessageId: id })
  for (const id of ids)
    await waitForCall(provider.url, `${key}-${id.slice(-12)}`, ({ held }) => held)
  const followers = await Promise.all(ids.map((id) => guest.call(`/api/messages/${id}/stream`)))
  const person = await guest.call('/api/events')
  const startedAt = now()
  const [code, ...streams] = await Promise.all([
    ownServer.end('SIGTERM'),
    ...followers.map(readEvents),
    person.text(),
  ])
  expect(code).toBe(0)
  expect(now() - startedAt).toBeLessThan(5_000)
  for (const events of streams.slice(0, -1)) {
    expect(events.at(-1)).toMatchObject({ data: '[DONE]' })
    expect(events.at(-2)).toMatchObject({ data: { type: 'abort', reason: 'shutdown' } })
  }
  for (const id of ids) {
    const call = await waitForCall(provider.url, `${key}-${id.slice(-12)}`, ({ open }) => !open)
    expect(ownServer.storedMessage(id)).toEqual({
      status: 'interrupted',
      endReason: 'shutdown',
      text: call.text,
    })
  }
})

test('P10 a second signal, as Ctrl-C sends under npm, does not cut the shutdown short', async ({
  ownServer,
  provider,
  key,
}) => {
  const guest = await Guest.signIn(ownServer.url)
  const { messageId } = await guest.ask(`[[key=${key} hold=20]]`)
  await waitForCall(provider.url, key, ({ held }) => held)
  const { processId } = ownServer
  const ending = ownServer.end('SIGINT')
  process.kill(processId, 'SIGINT')
  expect(await ending).toBe(0)
  expect(ownServer.storedMessage(messageId)).toMatchObject({ endReason: 'shutdown' })
})

test('chats, messages and sessions are there after a restart', async ({ ownServer }) => {
  const guest = await Guest.signIn(ownServer.url)
  const { chatId, messageId } = await guest.ask('[[tokens=3 rate=0]] Remember this')
  await (await guest.call(`/api/messages/${messageId}/stream`)).text()
  const before = await guest.json(`/api/chats/${chatId}`)
  expect(await ownServer.end('SIGINT')).toBe(0)
  await ownServer.start()
  expect(await guest.json(`/api/chats/${chatId}`)).toEqual(before)
})

for (const [what, otherName] of [
  ['the same name', (file: string) => file],
  ['a relative path', (file: string) => path.relative(process.cwd(), file)],
  ['a symlink', (file: string) => linked(symlinkSync, file, file)],
  ['a hard link', (file: string) => linked(linkSync, file, file)],
  [
    'a symlink of its folder',
    (file: string) => path.join(linked(symlinkSync, path.dirname(file), file), path.basename(file)),
  ],
] as const) {
  test(`P9 a second process on the same database, by ${what}, is refused with one line${longUnless(what === 'a hard link')}`, async ({
    ownServer,
    provider,
    key,
  }) => {
    const guest = await Guest.signIn(ownServer.url)
    const { messageId } = await guest.ask(`[[key=${key} hold=5]]`)
    await waitForCall(provider.url, key, ({ held }) => held)
    const name = otherName(ownServer.databaseFile)
    await expect(AppServer.start({ DATABASE_URL: `file:${name}` })).rejects.toThrow(
      /Fullstop cannot start: .* is in use by another Fullstop process\n/,
    )
    // The running answer was not taken for an orphan of a crash.
    expect(await guest.json('/api/streams')).toMatchObject({ streams: [{ messageId }] })
    await guest.post(`/api/messages/${messageId}/cancel`, {})
    expect(ownServer.storedMessage(messageId)).toMatchObject({ endReason: 'user' })
  })
}

/** Makes a link to the target in the folder of the file; returns its path. */
function linked(
  link: (target: string, name: string) => void,
  target: string,
  file: string,
): string {
  const name = path.join(path.dirname(file), 'linked')
  link(target, name)
  return name
}

for (const [what, environment, line] of [
  ['on a platform without a lasting disk', { VERCEL: '1' }, /DATABASE_URL: .* postgres:\/\//],
  ['with a malformed number', { STREAM_MAX_MS: 'soon' }, /STREAM_MAX_MS: /],
  [
    'with a server that has no models',
    { COMPATIBLE_BASE_URL: 'http://x/v1' },
    /COMPATIBLE_MODELS: /,
  ],
  ['with an unknown default model', { DEFAULT_MODEL: 'a/b' }, /DEFAULT_MODEL: a\/b/],
] as const) {
  test(`a start ${what} is refused with one line`, async () => {
    await expect(AppServer.start(environment)).rejects.toThrow(line)
  })
}

test('a start with several wrong values is refused with a line for each, and a hint at a misspelt name', async () => {
  const environment = {
    STREAM_MAX_MS: 'soon',
    OPENAI_BASE_URL: 'http://ada:s3cret@x',
    PUBLIC_ULR: 'x',
  }
  const refusal = await AppServer.start({ ...environment, LOG_LEVEL: 'loud' }).catch(String)
  expect(refusal).toMatch(/^Fullstop cannot start: LOG_LEVEL: /m)
  expect(refusal).toMatch(/^Fullstop cannot start: STREAM_MAX_MS: must be a whole number$/m)
  expect(refusal).toMatch(/^Fullstop cannot start: OPENAI_BASE_URL: must not contain a user name/m)
  expect(refusal).toMatch(
    /^PUBLIC_ULR: is not a setting of this server; did you mean PUBLIC_URL\?$/m,
  )
  expect(refusal).not.toContain('s3cret')
})

test('R25 a variable that is nearly one of ours gets a warning in the log', async () => {
  const server = await AppServer.start({ OPENAI_API_KEYS: 'sk-s3cret' })
  await server.remove()
  const warnings = server.output.split('\n').filter((line) => line.includes('OPENAI_API_KEYS'))
  expect(warnings.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({
      level: 40,
      msg: 'OPENAI_API_KEYS: is not a setting of this server; did you mean OPENAI_API_KEY?',
    }),
  ])
  expect(server.output).not.toContain('s3cret')
})

test('npm start on a port that is taken is refused with one line', async ({ server }) => {
  const refusal = await promisify(execFile)('npm', ['start'], {
    env: { ...process.env, PORT: String(server.port) },
  }).then(
    () => 'it started',
    (error: { code: number; stderr: string; stdout: string }) => error,
  )
  expect(refusal).toMatchObject({ code: 1 })
  const { stdout, stderr } = refusal as { stdout: string; stderr: string }
  const lines = `${stdout}\n${stderr}`.split('\n')
  expect(lines.filter((line) => line.includes('cannot start'))).toEqual([
    `Fullstop cannot start: Port ${server.port} is in use by another program. Set PORT to one that is free.`,
  ])
  expect(lines.filter((line) => /^ +at |EADDRINUSE/.test(line))).toEqual([])
})

test('R25 the log has one line each for a start, a stop and an end, and no text or key', async ({
  ownServer,
  provider,
  key,
}) => {
  const guest = await Guest.signIn(ownServer.url)
  const { messageId } = await guest.ask(`[[key=${key} hold=5]] A secret question`)
  await waitForCall(provider.url, key, ({ held }) => held)
  await guest.post(`/api/messages/${messageId}/cancel`, {})
  const failed = await guest.ask('[[status=401]] Another secret')
  await (await guest.call(`/api/messages/${failed.messageId}/stream`)).text()
  // The log is complete once the server has ended.
  await ownServer.end()
  const lines = ownServer.output.split('\n').filter((line) => line.includes(messageId))
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { msg: 'stream started' },
    { msg: 'stop received', mode: 'now', reason: 'user' },
    { msg: 'stream ended', status: 'cancelled', endReason: 'user' },
  ])
  expect(ownServer.output).not.toMatch(/secret|word000|test-key/)
})

test('P13 a start on a database that is held says so in one line, and leaves the database as it was', async ({
  ownServer,
}) => {
  const guest = await Guest.signIn(ownServer.url)
  await ownServer.end()
  const held = holdDatabase(ownServer.databaseFile)
  const before = ownServer.output.length
  await expect(ownServer.start()).rejects.toThrow('the server did not start')
  held.release()
  const lines = ownServer.output.slice(before).split('\n')
  expect(lines.filter((line) => line.includes('cannot start'))).toEqual([
    'Fullstop cannot start: Another program is holding the database. Try again in a moment.',
  ])
  expect(lines.filter((line) => /^ +at /.test(line))).toEqual([])
  await ownServer.start()
  expect(await guest.json('/api/chats')).toMatchObject({ chats: [] })
})
