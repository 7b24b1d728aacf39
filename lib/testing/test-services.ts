import { Budgets, type BudgetLimits } from '@/lib/budgets/budgets'
import type { ChatServices } from '@/lib/chats/chat-services'
import type { EndReason } from '@/lib/contract/end-reason'
import { createLog } from '@/lib/platform/log'
import { createManualClock, type ManualClock } from '@/lib/platform/manual-clock'
import { callModel } from '@/lib/providers/call/call-model'
import type { ModelRegistry } from '@/lib/providers/models/registry'
import { StreamManager } from '@/lib/streams/stream-manager'
import { createControlledModel, type ControlledModel } from './controlled-model'
import { createLonelyBus } from './lonely-bus'
import { openTestDatabase } from './test-database'

export type TestServices = ChatServices & {
  database: ReturnType<typeof openTestDatabase>
  clock: ManualClock
  /** `test/model`, the default. There is `test/other`, too, which takes 1,000 tokens. */
  model: ControlledModel
  otherModel: ControlledModel
  /** How the streams ended, in that order. */
  endReasons: (EndReason | null)[]
}

/** What the services of several servers share. */
export type SharedServices = Pick<TestServices, 'database' | 'clock' | 'bus'>

/** The real services, except for the clock and the models, which the test controls. */
export function createTestServices(
  limits: Partial<BudgetLimits> = {},
  {
    maxCharacters = 1_000_000,
    quotas = { guestBytes: 1e6, userBytes: 1e9 },
    overflow = 'reject',
    shared,
  }: {
    maxCharacters?: number
    quotas?: ChatServices['quotas']
    overflow?: 'reject' | 'cancel_oldest'
    /** Those of one of several servers; otherwise the server is alone. */
    shared?: SharedServices
  } = {},
): TestServices {
  const log = createLog('silent')
  const { database, clock, bus } = shared ?? {
    database: openTestDatabase(),
    clock: createManualClock(),
    bus: createLonelyBus(),
  }
  const model = createControlledModel('model')
  const otherModel = createControlledModel('other')
  const endReasons: (EndReason | null)[] = []
  const streams = new StreamManager({
    database,
    bus,
    clock,
    log,
    limits: { maxMs: 300_000, stallMs: 120_000, firstTokenMs: 60_000, graceMs: 30_000 },
    flushMs: 150,
    capacity: { perPerson: 3, perServer: 100 },
    maxCharacters,
    overflow,
    onEnded: ({ endReason }) => {
      endReasons.push(endReason)
    },
  })
  const models = registryOf({ 'test/model': model, 'test/other': otherModel })
  const budgets = new Budgets({
    store: database.spending,
    limits: { guest: Infinity, user: Infinity, total: Infinity, ...limits },
    clock,
    log,
    serverId: bus.serverId,
    isShared: shared !== undefined,
  })
  return {
    database,
    clock,
    log,
    bus,
    streams,
    models,
    budgets,
    quotas,
    reapAnswer: async () => false,
    processId: bus.serverId,
    model,
    otherModel,
    endReasons,
  }
}

function registryOf(languageModels: Record<string, ControlledModel>): ModelRegistry {
  return {
    defaultId: 'test/model',
    unreachable: [],
    list: async () =>
      Object.keys(languageModels).map((id) => ({
        id,
        name: id,
        provider: 'test',
        default: id === 'test/model',
      })),
    find(id) {
      const languageModel = languageModels[id]
      if (!languageModel) return undefined
      return {
        id,
        languageModel,
        continuation: 'instruction',
        pricing: { costsMoney: true, stopsWithCall: 'unknown', costOf: () => undefined },
        contextWindow: id === 'test/other' ? 1_000 : undefined,
        callOptions: (wish) => wish,
        call: (signal, prompt, wish) =>
          callModel(signal, (abortSignal) =>
            languageModel.doStream({ ...wish, prompt, abortSignal }),
          ),
        usualTokens: () => 600,
      }
    },
  }
}
