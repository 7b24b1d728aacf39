import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect } from './harness/fixtures'
import { eventsOf, type Guest } from './harness/guest'
import { median } from './harness/median'
import { nginxProgram } from './harness/network/nginx'
import { proxyNames, test } from './harness/network/proxies'
import { newAnswerId } from './harness/new-answer-id'

test.skip(nginxProgram === undefined, 'nginx is not installed')

const ROUNDS = 5
const TOKENS = 75
const MOST_HELD_BACK_MS = 50

const pathsOf = {
  'one answer': (messageId: string) => `/api/messages/${messageId}/stream`,
  'everything of a person': () => '/api/events',
}

type Chunk = { type: string; delta?: string }
type PersonEvent = { messageId?: string; chunk?: Chunk }
type Reading = { text: string; arrivals: { length: number; at: number }[]; endedAt: number }

for (const [what, pathOf] of Object.entries(pathsOf)) {
  test(`R30 nginx holds back no token and no end of ${what} by more than 50 ms`, async ({
    guest,
    proxies,
    provider,
    key,
  }) => {
    const proxied = proxyNames.map((name) => guest.via(proxies[name]))
    const rounds: number[][][] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const messageId = newAnswerId()
      const call = { providerUrl: provider.url, key: `${key}-${round}`, messageId }
      rounds.push(await delaysOfOneAnswer(guest, proxied, pathOf(messageId), call))
    }
    // Other work of the machine delays different tokens in each round. A proxy that collects text
    // until it has enough delays the same tokens in every round.
    for (const [proxy, name] of proxyNames.entries()) {
      const delays = Array.from({ length: TOKENS + 1 }, (_, token) =>
        median(rounds.map((ofRound) => ofRound[proxy]?.[token] ?? NaN)),
      )
      expect(Math.max(...delays), name).toBeLessThanOrEqual(MOST_HELD_BACK_MS)
    }
  })
}

/** By how many milliseconds each proxy delays each token of an answer, and its end. */
async function delaysOfOneAnswer(
  guest: Guest,
  proxied: readonly Guest[],
  path: string,
  { providerUrl, key, messageId }: { providerUrl: string; key: string; messageId: string },
): Promise<number[][]> {
  const question = `[[key=${key} tokens=${TOKENS} rate=50 hold=0]]`
  await guest.ask(question, { assistantMessageId: messageId })
  await waitForCall(providerUrl, key, ({ held }) => held)
  const ways = [guest, ...proxied]
  const reading = Promise.all(ways.map(async (way) => readAnswer(await way.call(path), messageId)))
  await expect
    .poll(() => guest.json('/api/streams'))
    .toMatchObject({ streams: [{ messageId, followers: ways.length }] })
  await releaseCall(providerUrl, key)
  const readings = await reading

  const { text, tokens } = await waitForCall(providerUrl, key)
  for (const read of readings) expect(read.text).toBe(text)
  let length = 0
  const tokenEnds = tokens.map((token) => (length += token.text.length))
  const [straight = [], ...others] = readings.map((read) => timesOf(read, tokenEnds))
  return others.map((times) => times.map((time, index) => time - (straight[index] ?? NaN)))
}

/** Reads an answer, alone or among everything of a person, and notes when its text grew. */
async function readAnswer(response: Response, messageId: string): Promise<Reading> {
  const arrivals: Reading['arrivals'] = []
  let text = ''
  for await (const { data } of eventsOf(response)) {
    const at = performance.now()
    const event = data as Chunk | PersonEvent
    const wrapped = 'messageId' in event && event.messageId === messageId ? event.chunk : undefined
    const chunk = wrapped ?? event
    if (!('type' in chunk)) continue
    text += chunk.delta ?? ''
    arrivals.push({ length: text.length, at })
    if (chunk.type === 'finish') return { text, arrivals, endedAt: at }
  }
  throw new Error(`broken off after: ${text}`)
}

/** When the text had come as far as each token's end, and when it ended. */
function timesOf({ arrivals, endedAt }: Reading, tokenEnds: readonly number[]): number[] {
  const times = tokenEnds.map((end) => arrivals.find(({ length }) => length >= end)?.at ?? Infinity)
  return [...times, endedAt]
}
