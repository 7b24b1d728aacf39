import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { Guest, readEvents, turnOf } from './harness/guest'
import { AppServer } from './harness/server/app-server'

/** A server that drains, though it is alone, for as long as it is given. */
const test = base.extend<{ startDraining: (drainMs: number) => Promise<AppServer> }>({
  startDraining: async ({ provider }, provide) => {
    const started: AppServer[] = []
    await provide(async (drainMs) => {
      const variables = { ...providerVariables(provider.url), DRAIN_MS: String(drainMs) }
      const server = await AppServer.start(variables)
      started.push(server)
      return server
    })
    for (const server of started) await server.remove()
  },
})

const isReady = async ({ url }: AppServer) => (await fetch(`${url}/api/ready`)).ok

test('P10 a server that drains takes nothing new, carries out stops, and exits once its answers have ended', async ({
  startDraining,
  provider,
  key,
}) => {
  const server = await startDraining(60_000)
  const guest = await Guest.signIn(server.url)
  const [goesOn, isStopped] = [`${key}-on`, `${key}-stopped`]
  const sent = await guest.post('/api/chat', turnOf(`[[key=${goesOn} hold=5]]`))
  const messageId = sent.headers.get('X-Message-Id') ?? ''
  const other = await guest.ask(`[[key=${isStopped} hold=5]]`)
  for (const held of [goesOn, isStopped]) {
    await waitForCall(provider.url, held, (call) => call.held)
  }
  const followers = await Promise.all(
    [`/api/messages/${messageId}/stream`, '/api/events'].map((path) => guest.call(path)),
  )

  const exited = server.end('SIGTERM')
  await expect.poll(() => isReady(server)).toBe(false)
  const refusals = [
    await guest.post('/api/chat', turnOf('[[tokens=1]]')),
    await guest.post('/api/chat', { trigger: 'continue-message', messageId: other.messageId }),
    await guest.call('/api/events'),
    await guest.call(`/api/messages/${messageId}/stream`),
  ]
  for (const refusal of refusals) {
    expect(refusal.status).toBe(503)
    expect(refusal.headers.get('Retry-After')).toBe('5')
    expect(refusal.headers.get('Connection')).toBe('close')
    expect(await refusal.json()).toMatchObject({ error: { code: 'draining' } })
  }
  const read = await guest.call(`/api/messages/${messageId}`)
  expect([read.status, read.headers.get('Connection')]).toEqual([200, 'close'])
  expect(await guest.stop(other.messageId)).toMatchObject({ outcome: 'cancelled' })

  await releaseCall(provider.url, goesOn)
  const { text } = await waitForCall(provider.url, goesOn, ({ open }) => !open)
  // Nobody could take its readers over: they see the end here.
  const [ofSender, ofFollower] = await Promise.all([sent, ...followers].map(readEvents))
  for (const events of [ofSender, ofFollower]) {
    expect(events?.slice(-2)).toMatchObject([{ data: { type: 'finish' } }, { data: '[DONE]' }])
  }
  expect(await exited).toBe(0)
  expect(server.storedMessage(messageId)).toEqual({
    status: 'completed',
    endReason: 'stop',
    text,
  })
})

test('P10 an answer that has not ended after DRAIN_MS is interrupted, and can be continued', async ({
  startDraining,
  provider,
  key,
}) => {
  const server = await startDraining(1_500)
  const guest = await Guest.signIn(server.url)
  const { messageId, chatId } = await guest.ask(`[[key=${key} hold=5]]`)
  await waitForCall(provider.url, key, ({ held }) => held)
  const toldAt = performance.now()
  expect(await server.end('SIGTERM')).toBe(0)
  expect(performance.now() - toldAt).toBeGreaterThan(1_500)
  const { text } = await waitForCall(provider.url, key, ({ open }) => !open)
  expect(server.storedMessage(messageId)).toEqual({
    status: 'interrupted',
    endReason: 'shutdown',
    text,
  })
  await server.start()
  const goOn = { id: chatId, trigger: 'continue-message', messageId }
  expect((await guest.post('/api/chat', goOn)).status).toBe(200)
})

test('P10 a second signal, once it is none that npm passes on, ends the answers at once', async ({
  startDraining,
  provider,
  key,
}) => {
  const server = await startDraining(600_000)
  const guest = await Guest.signIn(server.url)
  const { messageId } = await guest.ask(`[[key=${key} hold=5]]`)
  await waitForCall(provider.url, key, ({ held }) => held)
  const { processId } = server
  let isGone = false
  const exited = server.end('SIGINT').finally(() => {
    isGone = true
  })
  process.kill(processId, 'SIGINT')
  await expect.poll(() => server.output).toContain('"msg":"draining"')
  expect(server.storedMessage(messageId)).toMatchObject({ status: 'active' })
  await expect
    .poll(() => {
      if (!isGone) process.kill(processId, 'SIGINT')
      return isGone
    })
    .toBe(true)
  expect(await exited).toBe(0)
  expect(server.storedMessage(messageId)).toMatchObject({ endReason: 'shutdown' })
})
