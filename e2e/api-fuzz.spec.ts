import { authRequest } from './fuzz/auth-requests'
import { calls } from './fuzz/calls'
import { fuzz, RUNS } from './fuzz/fuzz'
import { forEachAtOnce, FuzzClient } from './fuzz/fuzz-client'
import { anyRequest, type FuzzedRequest } from './fuzz/fuzzed-request'
import { known } from './fuzz/hostile-values'
import { largeRequests } from './fuzz/large-requests'
import { breachesOf } from './fuzz/oracle'
import { rawRequests, statusOfRaw } from './fuzz/raw-requests'
import { catchAllRoutes, findRoutes } from './fuzz/routes'
import { storedRows } from './fuzz/stored-rows'
import { unknownRequest } from './fuzz/unknown-requests'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { Guest, readEvents, turnOf } from './harness/guest'
import { AppServer } from './harness/server/app-server'

/** The number of requests of each kind in 100. */
const REFUSED = 65
const UNKNOWN = 3
const ANYTHING = 22
const AUTH = 10

/** With this many requests, chance leaves none of the calls out. */
const ENOUGH_FOR_ALL = 5_000

const share = (percent: number) => Math.ceil((RUNS * percent) / 100)

type Known = { guest: Guest; client: FuzzClient }

const test = base.extend<object, { known: Known }>({
  // Limits have tests of their own; here they would answer before anything is read.
  server: [
    async ({ provider }, provide) => {
      const server = await AppServer.start({
        ...providerVariables(provider.url),
        RATE_LIMIT: 'off',
      })
      await provide(server)
      await server.remove()
    },
    { scope: 'worker' },
  ],
  /** A guest who has one chat, with one answer. */
  known: [
    async ({ server }, provide) => {
      const guest = await Guest.signIn(server.url)
      const turn = turnOf('Hello')
      const response = await guest.post('/api/chat', {
        message: { id: known.questionId, ...turn.message },
        id: known.chatId,
        assistantMessageId: known.answerId,
      })
      await readEvents(response)
      const client = new FuzzClient(server.url)
      await provide({ guest, client })
      client.close()
    },
    { scope: 'worker' },
  ],
})

test.describe.configure({ mode: 'default', timeout: 150_000 })

/** The server still works: it is ready, answers, stops an answer, and has logged no failure. */
test.afterEach(async ({ server, guest }) => {
  expect((await fetch(`${server.url}/api/ready`)).status).toBe(200)
  const { messageId } = await guest.ask('[[tokens=500 rate=50]]')
  expect(await guest.stop(messageId)).toMatchObject({ outcome: 'cancelled', messageId })
  expect(complaintsIn(server.output)).toEqual([])
})

/** better-auth logs its callers' mistakes as errors, too; its own failures begin with a class. */
function complaintsIn(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => /"level":[56]0|unhandled|uncaught|SERVER_ERROR|⨯/i.test(line))
    .filter((line) => !/"msg":"better-auth: (?!\w*Error\b)/.test(line))
}

/** Sends a request with this cookie; returns the breaches in its answer. */
async function judge(
  client: FuzzClient,
  request: FuzzedRequest,
  cookie: string,
): Promise<string[]> {
  try {
    return breachesOf(request, await client.send(request, cookie))
  } catch (error) {
    return [`no answer: ${String(error)}`]
  }
}

test('every call of the app is described for the fuzzing', async ({ server }) => {
  expect([...Object.keys(calls), ...catchAllRoutes].toSorted()).toEqual(findRoutes())
  for (const [route, described] of Object.entries(calls)) {
    const path = route.replaceAll(/\[\w+\]/g, 'x')
    const { headers } = await fetch(`${server.url}${path}`, { method: 'OPTIONS' })
    const taken = headers.get('allow')?.split(', ').toSorted()
    expect([route, taken]).toEqual([route, [...Object.keys(described), 'OPTIONS'].toSorted()])
  }
})

test('wrong requests are refused with a clear code, and write nothing', async ({
  server,
  known: { client, guest },
}) => {
  const before = storedRows(server)
  const sent = await fuzz({
    requests: anyRequest.filter(({ expected }) => expected === 'refused'),
    runs: share(REFUSED),
    judge: (request) => judge(client, request, guest.cookie),
  })
  const unknown = await fuzz({
    requests: unknownRequest,
    runs: share(UNKNOWN),
    judge: (request) => judge(client, request, guest.cookie),
  })
  expect(sent.length + unknown.length).toBeGreaterThanOrEqual(share(REFUSED + UNKNOWN))
  expect(storedRows(server)).toEqual(before)
})

test('bodies of 8.4 to 10 MB are refused, and nothing of them is kept', async ({
  server,
  known: { client, guest },
}) => {
  const before = storedRows(server)
  for (const request of largeRequests) {
    const response = await client.send(request, guest.cookie)
    expect([request.call, response.status]).toEqual([request.call, 413])
    expect(breachesOf(request, response)).toEqual([])
  }
  expect(storedRows(server)).toEqual(before)
})

test('requests that may be right are never answered with a failure, and call no provider', async ({
  server,
  known: { client, guest },
}) => {
  const sessions = () => server.query<{ id: string }>('SELECT id FROM stream_sessions')
  const before = sessions()
  const sent = await fuzz({
    requests: anyRequest.filter(({ expected }) => expected !== 'refused'),
    runs: share(ANYTHING),
    judge: async (request) => {
      const person = request.endsCaller ? await Guest.signIn(server.url) : guest
      return judge(client, request, person.cookie)
    },
  })
  expect(sessions().filter(({ id }) => !before.some((session) => session.id === id))).toEqual([])
  if (RUNS < ENOUGH_FOR_ALL) return
  const described = Object.entries(calls).flatMap(([route, methods]) =>
    Object.keys(methods).map((method) => `${method} ${route}`),
  )
  expect([...new Set(sent.map(({ call }) => call))]).toEqual(expect.arrayContaining(described))
})

test('better-auth fails at no request', async ({ server, known: { client } }) => {
  const people = await Promise.all(Array.from({ length: 20 }, () => Guest.signIn(server.url)))
  let next = 0
  await fuzz({
    requests: authRequest,
    runs: share(AUTH),
    judge: (request) => {
      next += 1
      return judge(client, request, people[next % people.length]?.cookie ?? '')
    },
  })
})

test('bytes that are not HTTP are never answered with a failure', async ({
  server,
  known: { guest },
}) => {
  const failed: [string, number][] = []
  await forEachAtOnce(Object.entries(rawRequests(guest.cookie)), async ([what, bytes]) => {
    const status = await statusOfRaw(server.port, bytes)
    if (status !== undefined && status >= 500) failed.push([what, status])
  })
  expect(failed).toEqual([])
})
