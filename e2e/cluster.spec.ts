import { waitForCall } from './fake-provider/books/books'
import { Cluster } from './harness/cluster/cluster'
import { patientFetch } from './harness/cluster/patient-fetch'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { Guest, readEvents } from './harness/guest'

const SERVERS = 3

/** Servers that a test may kill, for all tests of a worker: their start takes most of the time. */
const test = base.extend<object, { cluster: Cluster }>({
  cluster: [
    async ({ provider }, provide) => {
      const cluster = await Cluster.start({
        count: SERVERS,
        environment: { ...providerVariables(provider.url), RATE_LIMIT: 'off' },
      })
      await provide(cluster)
      await cluster.remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

test.skip(Cluster.missing.length > 0, `not installed: ${Cluster.missing.join(', ')}`)
test.describe.configure({ mode: 'serial' })

const startsOf = ({ servers }: Cluster) =>
  servers.map(({ output }) => output.match(/"stream started"/g)?.length ?? 0)

test('R28 P3 P6 an answer is followed, stopped and read at whichever server takes the call', async ({
  cluster,
  provider,
  key,
}) => {
  const guest = await Guest.signIn(cluster.url)
  const before = startsOf(cluster)
  for (let turn = 0; turn < SERVERS * 2; turn += 1) {
    const own = `${key}-${turn}`
    const { messageId } = await guest.ask(`[[key=${own} hold=10]]`)
    const follower = await guest.call(`/api/messages/${messageId}/stream`)
    const { text } = await waitForCall(provider.url, own, ({ held }) => held)
    expect(await guest.stop(messageId)).toMatchObject({ outcome: 'cancelled', text })
    const events = await readEvents(follower)
    expect(events.slice(-2)).toMatchObject([
      { data: { type: 'abort', reason: 'user' } },
      { data: '[DONE]' },
    ])
    expect(await guest.json(`/api/messages/${messageId}`)).toMatchObject({
      metadata: { status: 'cancelled', endReason: 'user', textLength: text.length },
    })
  }
  // Four calls a turn, at three servers: every server is asked to start some of the answers.
  const started = startsOf(cluster).map((count, server) => count - (before[server] ?? 0))
  expect(Math.min(...started)).toBeGreaterThan(0)
})

test('R28 P9 calls go to the other servers while one is killed, and to all once it is back', async ({
  cluster,
}) => {
  const [server] = cluster.servers
  await server?.end('SIGKILL')
  const statuses = async () => {
    const responses: number[] = []
    for (let call = 0; call < SERVERS * 3; call += 1) {
      responses.push((await fetch(`${cluster.url}/api/ready`)).status)
    }
    return [...new Set(responses)]
  }
  expect(await statuses()).toEqual([200])
  await server?.start()
  expect(await statuses()).toEqual([200])
})

test('R28 P13 a call to a server that stands still is answered by another one when it is repeated', async ({
  cluster,
}) => {
  const [server] = cluster.servers
  const guest = await Guest.signIn(cluster.url, patientFetch)
  server?.freeze()
  try {
    for (let call = 0; call < SERVERS; call += 1) {
      expect((await guest.call('/api/chats')).status).toBe(200)
    }
  } finally {
    server?.thaw()
  }
})
