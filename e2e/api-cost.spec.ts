import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { countCommits } from '@/e2e/harness/sqlite-commits'
import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { eventsOf, Guest, turnOf } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import { AppServer } from './harness/server/app-server'

// `npm run bench` measures the cost of a token; these tests check limits that hold on any machine.

/** The cursor, the type and the part's ID that surround a delta on the wire. */
const MOST_BYTES_AROUND_A_DELTA = 200

type Delta = { type: string; delta?: string }

test('C3 R7 an answer begins before the provider answers', async ({ guest, provider, key }) => {
  const messageId = newAnswerId()
  const question = turnOf(`[[key=${key} delay=600000]]`)
  const response = await guest.post('/api/chat', { ...question, assistantMessageId: messageId })
  const events = eventsOf(response)
  expect((await events.next()).value).toMatchObject({ data: { type: 'start', messageId } })
  await waitForCall(provider.url, key)
  await guest.stop(messageId)
  expect((await events.next()).value).toMatchObject({
    data: { type: 'finish', messageMetadata: { status: 'cancelled' } },
  })
})

test('C8 R8 a reader is sent each word once', async ({ guest, provider, key }) => {
  const response = await guest.post('/api/chat', turnOf(`[[key=${key} tokens=1500 rate=300]]`))
  const body = await response.text()
  const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
  const deltas = body
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => (JSON.parse(line.slice('data: '.length)) as Delta).delta ?? '')
  expect(deltas.join('')).toBe(text)
  expect(deltas.length).toBeGreaterThan(50)
  expect(body.length).toBeLessThan(text.length + deltas.length * MOST_BYTES_AROUND_A_DELTA)
})

test('C8 P2 the database is sent each word once, and the message only at its end', async ({
  guest,
  provider,
  server,
  key,
}) => {
  const { messageId } = await guest.ask(`[[key=${key} tokens=1500 rate=500 hold=1000]]`)
  const { text } = await waitForCall(provider.url, key, ({ held }) => held)
  const saved = () => server.savedTexts(messageId)
  await expect.poll(() => saved().join('')).toBe(text)
  expect(saved().length).toBeGreaterThan(1)
  expect(server.storedMessage(messageId)).toMatchObject({ status: 'active', text: '' })
  await releaseCall(provider.url, key)
  await expect.poll(() => server.storedMessage(messageId)).toMatchObject({ status: 'completed' })
  expect(saved()).toEqual([])
})

test('C9 P2 running answers are saved together: at most 8 commits a second for all', async ({
  database,
  provider,
}) => {
  test.skip(database === 'postgres', 'is about a SQLite file')
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    STREAM_GRACE_MS: '60000',
    STREAMS_PER_USER: '40',
  })
  try {
    const guest = await Guest.signIn(server.url)
    const asked = Array.from({ length: 40 }, () => guest.ask('[[tokens=3000 rate=20]]'))
    const answers = await Promise.all(asked)
    const startedAt = performance.now()
    const commits = countCommits(server.databaseFile)
    await pause(3_000)
    const made = countCommits(server.databaseFile) - commits
    const seconds = (performance.now() - startedAt) / 1000
    expect(made).toBeGreaterThan(2)
    expect(made).toBeLessThanOrEqual(8 * seconds + 1)
    await Promise.all(answers.map(({ messageId }) => guest.stop(messageId)))
  } finally {
    await server.remove()
  }
})

test('what a process has once is in one bundle: no route has a copy of it in memory', () => {
  const folder = path.resolve('.next/server/chunks')
  const large = readdirSync(folder).filter(
    (name) => name.endsWith('.js') && statSync(path.join(folder, name)).size > 500_000,
  )
  expect(large).toHaveLength(1)
})
