import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { createInProcessBus } from '@/lib/bus/in-process-bus'
import type { EndReason } from '@/lib/contract/end-reason'
import type { AnswerGoesOn, AnswerStarted } from '@/lib/db/streams'
import type { TestDatabase } from '@/lib/db/testing/test-database'
import { Meter } from '@/lib/metering/meter'
import { createManualClock, type ManualClock } from '@/lib/platform/manual-clock'
import { callModel } from '@/lib/providers/call/call-model'
import type { Pricing } from '@/lib/providers/models/prices'
import {
  StreamManager,
  type OpeningStream,
  type StreamManagerOptions,
} from '@/lib/streams/stream-manager'
import { openTestDatabase } from './test-database'

/** Answers a call of a model. */
type ModelAnswers = Parameters<typeof callModel>[1]

/** A provider that says what a test tells it to, and notes when its call was aborted. */
function controlledProvider() {
  let controller: ReadableStreamDefaultController<LanguageModelV4StreamPart> | undefined
  const provider = {
    opened: 0,
    aborted: false,
    open(signal: AbortSignal) {
      provider.opened += 1
      const stream = new ReadableStream<LanguageModelV4StreamPart>({
        start(opened) {
          controller = opened
        },
      })
      signal.addEventListener('abort', () => {
        provider.aborted = true
        controller?.error(signal.reason)
      })
      return Promise.resolve({ stream })
    },
    send(...parts: LanguageModelV4StreamPart[]) {
      for (const part of parts) controller?.enqueue(part)
    },
    say(...deltas: string[]) {
      provider.send(...deltas.map((delta) => ({ type: 'text-delta' as const, id: '0', delta })))
    },
    finish(unified: 'stop' | 'length' | 'content-filter' | 'interrupted' | 'other' = 'stop') {
      provider.send(finishPart(unified))
      provider.close()
    },
    close() {
      controller?.close()
    },
    breakOff(error: unknown) {
      controller?.error(error)
    },
  }
  return provider
}

export function finishPart(
  unified: 'stop' | 'length' | 'content-filter' | 'interrupted' | 'other' | 'error',
  ...raw: [string | undefined] | []
): LanguageModelV4StreamPart {
  return {
    type: 'finish',
    finishReason: { unified, raw: raw.length === 1 ? raw[0] : unified },
    usage: {
      inputTokens: { total: 7, noCache: 7, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: 9, text: 9, reasoning: undefined },
    },
  }
}

/** A dollar a token of the answer. */
const pricing: Pricing = {
  costsMoney: true,
  stopsWithCall: 'unknown',
  costOf: ({ outputTokens }) => ({ amount: outputTokens, currency: 'USD', pricesOf: 'today' }),
}

/** How many tokens are guessed for each answer. */
export const USUAL_TOKENS = 30

type HarnessOptions = Partial<Omit<StreamManagerOptions, 'clock' | 'database'>> & {
  /** Those of another server, which this one shares with it. */
  shared?: { clock: ManualClock; database: TestDatabase }
}

/** A manager over a real database, with a clock that a test moves. */
export function streamHarness({ shared, ...options }: HarnessOptions = {}) {
  const clock = shared?.clock ?? createManualClock()
  const database = shared?.database ?? openTestDatabase()
  const logged: { message: string; facts: unknown }[] = []
  const write = (facts: unknown, message?: string) => {
    logged.push({ message: message ?? '', facts })
  }
  const log = { debug: write, info: write, warn: write, error: write }
  const bus = options.bus ?? createInProcessBus({ serverId: 'process', log })
  const ended: string[] = []
  const endReasons: (EndReason | null)[] = []
  const manager = new StreamManager({
    database,
    bus,
    clock,
    log,
    limits: { maxMs: 300_000, stallMs: 120_000, firstTokenMs: 60_000, graceMs: 30_000 },
    flushMs: 150,
    capacity: { perPerson: 10, perServer: 1000 },
    maxCharacters: 1_000_000,
    overflow: 'reject',
    onEnded: (record) => {
      ended.push(record.id)
      endReasons.push(record.endReason)
    },
    ...options,
  })
  const arrived = addPerson('ada')

  function addPerson(id: string): Promise<void> {
    return database.addPerson({ id, at: clock.now() })
  }

  /** Writes a turn and starts its stream. */
  async function start(
    messageId: string,
    options: {
      personId?: string
      model?: string
      graceMs?: number
      openProvider?: ModelAnswers
      fastLane?: boolean
    } = {},
  ) {
    await arrived
    const provider = controlledProvider()
    const { personId = 'ada', openProvider = (signal) => provider.open(signal) } = options
    const { model = 'demo/tour', graceMs, fastLane = true } = options
    const opening = await open(messageId, { personId })
    const begun = await database.streams.begin({
      ownerId: personId,
      processId: bus.serverId,
      chat: {
        id: `chat-of-${messageId}`,
        known: false,
        titleByQuestion: 'Title',
        settings: {},
        keepGoing: false,
      },
      question: { id: `question-of-${messageId}`, parentId: null, parts: [] },
      answer: { id: messageId, model, leftOut: 0 },
      sessionId: `session-of-${messageId}`,
      sessionIsNamed: false,
      now: clock.now(),
      monotonicNow: clock.monotonic(),
      most: 10,
    })
    const record = await run(opening, begun, openProvider, { graceMs, fastLane })
    return { provider, record }
  }

  /** Lets an ended answer go on in a second session. */
  async function goOn(messageId: string) {
    const provider = controlledProvider()
    const sessionId = `second-session-of-${messageId}`
    const opening = await open(messageId, { sessionId })
    const begun = await database.streams.beginAgain({
      ownerId: 'ada',
      processId: bus.serverId,
      messageId,
      model: 'demo/tour',
      leftOut: 0,
      sessionId,
      now: clock.now(),
      monotonicNow: clock.monotonic(),
      most: 10,
    })
    await run(opening, begun, (signal) => provider.open(signal))
    return provider
  }

  function open(
    messageId: string,
    { personId = 'ada', sessionId = `session-of-${messageId}` } = {},
  ): Promise<OpeningStream> {
    return manager.open({
      sender: { id: personId, guest: false, admin: false },
      chatId: `chat-of-${messageId}`,
      questionId: `question-of-${messageId}`,
      messageId,
      sessionId,
    })
  }

  function meterOf({ pricing }: { pricing: Pricing }): Meter {
    return new Meter({
      pricing,
      inputText: () => 'a question',
      usualTokens: USUAL_TOKENS,
      lengths: database.messages,
    })
  }

  async function run(
    opening: OpeningStream,
    begun: AnswerStarted | AnswerGoesOn,
    openProvider: ModelAnswers,
    { graceMs, fastLane = true }: { graceMs?: number | undefined; fastLane?: boolean } = {},
  ) {
    if (begun.outcome !== 'started') throw new Error(begun.outcome)
    manager.start(opening, {
      answer: begun.answer,
      keepGoing: false,
      graceMs,
      meter: meterOf({ pricing }),
      openProvider: (signal) => callModel(signal, openProvider, { fastLane }),
    })
    await clock.advance(0)
    return begun.answer
  }

  return {
    manager,
    database,
    bus,
    clock,
    logged,
    ended,
    endReasons,
    open,
    start,
    goOn,
    addPerson,
    meterOf,
  }
}
