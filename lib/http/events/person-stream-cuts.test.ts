import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOf } from '@/lib/contract/message-text'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { createFollows } from '@/lib/runtime/open-follows'
import { ReturningReaders } from '@/lib/runtime/returning-readers'
import { emptyView, viewAfter } from '@/lib/testing/person-view'
import { streamHarness } from '@/lib/testing/stream-harness'
import { personStreamResponse } from './event-stream'

type Step = {
  /** The chat that the step is in. An answer begins when none runs there. */
  chat: 'a' | 'b' | 'c'
  /** The pieces of text that come. */
  text: string[]
  /** The answer ends with them. */
  finishes: boolean
  /** Milliseconds that pass after it. */
  wait: number
  /** The reader comes for more. */
  reads: boolean
}

const step: fc.Arbitrary<Step> = fc.record({
  chat: fc.constantFrom('a', 'b', 'c'),
  text: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), {
    minLength: 1,
    maxLength: 3,
  }),
  finishes: fc.integer({ min: 0, max: 9 }).map((number) => number === 9),
  wait: fc.constantFrom(0, 20, 100, 300),
  reads: fc.boolean(),
})

/** A person’s answers, and what the server sends of them. */
function createServer() {
  const harness = streamHarness()
  const running = new Map<string, Awaited<ReturnType<typeof harness.start>>['provider']>()
  const answers: string[] = []
  const reading = {
    request: new Request('http://localhost/'),
    person: { id: 'ada' },
    runtime: { follows: createFollows(1), returning: new ReturningReaders(harness.clock) },
    whenRevoked: () => () => {},
  }

  /** A reader’s connection. Each call of `read` takes what comes next, if anything does. */
  async function connect(lastEventId: string | undefined) {
    const feed = await harness.manager.followPerson('ada', lastEventId)
    const reader = personStreamResponse(reading, feed).body?.getReader()
    const pieces: Uint8Array[] = []
    let isReading = false
    return {
      async read() {
        if (!isReading) {
          isReading = true
          void reader?.read().then(({ value }) => {
            if (value) pieces.push(value)
            isReading = false
          })
        }
        await harness.clock.advance(0)
        return !isReading
      },
      leave: () => reader?.cancel(),
      bytes: () => Buffer.concat(pieces),
    }
  }

  async function begin(chat: string) {
    const id = `${chat}${answers.length}`
    answers.push(id)
    return (await harness.start(id)).provider
  }

  return {
    connect,
    async take({ chat, text, finishes, wait }: Step) {
      const provider = running.get(chat) ?? (await begin(chat))
      running.set(chat, provider)
      provider.say(...text)
      if (finishes) {
        provider.finish()
        running.delete(chat)
      }
      await harness.clock.advance(wait)
    },
    /** Lets every end be saved. */
    settle: () => harness.clock.advance(1_000),
    /** What a reader who missed nothing knows now. */
    told: () =>
      Promise.all(
        answers.map(async (id) => {
          const snapshot = harness.manager.snapshot(id)
          const answer = snapshot ?? (await harness.database.streams.findAnswer(id))
          return { id, isRunning: snapshot !== undefined, text: textOf(answer?.parts ?? []) }
        }),
      ),
  }
}

/** All bytes that a reader gets who comes with this ID now. */
async function bytesAfter(
  server: ReturnType<typeof createServer>,
  lastEventId: string | undefined,
) {
  const connection = await server.connect(lastEventId)
  while (await connection.read());
  await connection.leave()
  return connection.bytes()
}

/** Where each event ends in these bytes. */
function endsIn(bytes: Buffer): number[] {
  const ends: number[] = []
  for (let at = bytes.indexOf('\n\n'); at !== -1; at = bytes.indexOf('\n\n', at + 2))
    ends.push(at + 2)
  return ends
}

test('P6 a person’s events, cut off after any byte, go on after the last ID with no text lost and none twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 20 }),
      fc.array(step, { maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (whileThere, whileAway, place) => {
        const server = createServer()
        const connection = await server.connect(undefined)
        await connection.read()
        for (const each of whileThere) {
          await server.take(each)
          if (each.reads) await connection.read()
        }
        await connection.leave()
        for (const each of whileAway) await server.take(each)
        await server.settle()
        const told = await server.told()

        const bytes = connection.bytes()
        const rest = new Map<string | undefined, Buffer>()
        let from = 0
        for (const end of endsIn(bytes)) {
          const cuts = [from, from + Math.floor((end - from) * place), end - 1]
          for (const cut of cuts) {
            const cutOff = await viewAfter(emptyView, bytes.subarray(0, cut))
            const { lastEventId } = cutOff
            const more = rest.get(lastEventId) ?? (await bytesAfter(server, lastEventId))
            rest.set(lastEventId, more)
            const { gap, answers } = await viewAfter(cutOff, more)
            expect(gap).toBe(false)
            for (const { id, isRunning, text } of told) {
              // Without an ID a reader is told only of the answers that run.
              if (!isRunning && lastEventId === undefined) continue
              expect(textOf(answers.get(id)?.message.parts ?? [])).toBe(text)
              expect(answers.get(id)?.message.metadata.status === 'active').toBe(isRunning)
            }
          }
          from = end
        }
      },
    ),
    fromSeed(40),
  )
})
