import { hearMovedGuests, moveGuest } from '@/lib/accounts/move-guest'
import { createAuthentication } from '@/lib/auth/authentication'
import { createMailer, type Mailer } from '@/lib/auth/mail'
import { readLogo } from '@/lib/branding/logo'
import { Budgets } from '@/lib/budgets/budgets'
import { announceChat } from '@/lib/chats/announce-chat'
import { ChatNamer } from '@/lib/chats/title/chat-namer'
import { systemClock } from '@/lib/platform/clock'
import type { Config } from '@/lib/platform/env'
import { newId } from '@/lib/platform/ids'
import { createLog, describeError } from '@/lib/platform/log'
import { nextTurn } from '@/lib/platform/turns'
import { createModelRegistry } from '@/lib/providers/models/registry'
import { createRateLimits } from '@/lib/rate-limit/rate-limits'
import { StreamManager } from '@/lib/streams/stream-manager'
import { beginWithLease } from './begin-with-lease'
import { createBodyBudgets } from './body-budget'
import { drain } from './drain'
import { ExportPlaces } from './export-places'
import { joinServers } from './join-servers'
import { createFollows } from './open-follows'
import { openStorage } from './open-storage'
import { keepPruning, prune } from './pruning'
import { createRefusalLines } from './refusal-lines'
import { ReturningReaders } from './returning-readers'
import type { Runtime } from './runtime'
import { startRecovery } from './start-recovery'

const BYTES_A_MEGABYTE = 1024 * 1024

/** Builds everything and ends the streams that a crash left. Throws `ConfigurationError`. */
export async function createRuntime(config: Config): Promise<Runtime> {
  const log = createLog(config.LOG_LEVEL)
  const models = createModelRegistry(config, log)
  const logo = config.APP_LOGO === undefined ? undefined : await readLogo(config.APP_LOGO)
  const clock = systemClock
  const storage = await openStorage(config, clock, log)
  const { secret } = storage
  const processId = newId()
  const shared = await joinServers(config.REDIS_URL, { serverId: processId, clock, log })
  const { bus } = shared
  const announcements = new Set<Promise<void>>()
  let othersAreDeaf = false
  const streams = new StreamManager({
    database: storage.database,
    bus,
    othersAreDeaf: () => othersAreDeaf,
    clock,
    log,
    limits: {
      maxMs: config.STREAM_MAX_MS,
      stallMs: config.STREAM_STALL_MS,
      firstTokenMs: config.STREAM_FIRST_TOKEN_MS,
      graceMs: config.STREAM_GRACE_MS,
    },
    flushMs: config.STREAM_FLUSH_MS,
    capacity: { perPerson: config.STREAMS_PER_USER, perServer: config.STREAMS_PER_SERVER },
    maxCharacters: config.ANSWER_MAX_CHARACTERS,
    overflow: config.STREAM_OVERFLOW,
    onEnded: (answer, sender) => {
      const { ownerId, chatId } = answer
      if (config.TITLES === 'model') namer.answerEnded(answer, sender)
      const announcing: Promise<void> = storage.database.chats
        .find(ownerId, chatId)
        .then((chat) => {
          announceChat(bus, chat)
        })
        .catch((error: unknown) => {
          log.error({ chatId, error: describeError(error) }, 'announcing a chat failed')
        })
        .finally(() => announcements.delete(announcing))
      announcements.add(announcing)
    },
  })
  let draining = false
  const recovery = await startRecovery({
    database: storage.database,
    streams,
    bus,
    serverId: processId,
    isDraining: () => draining,
    onOthers(areDeaf) {
      othersAreDeaf = areDeaf
    },
    clock,
    log,
    maxCharacters: config.ANSWER_MAX_CHARACTERS,
    isShared: config.REDIS_URL !== undefined,
    inFunctions: config.functionMs !== undefined,
  })
  const database = beginWithLease(storage.database, () => recovery.confirmLease())

  const authentication = createAuthentication({
    database,
    secret,
    config,
    clock,
    log,
    mailer: mailerOf(config),
    bus,
    onGuestLinked: (guestId, accountId) =>
      moveGuest({ database, bus, budgets }, guestId, accountId),
  })
  const budgets = new Budgets({
    store: database.spending,
    limits: {
      guest: config.BUDGET_GUEST_TOKENS,
      user: config.BUDGET_USER_TOKENS,
      total: config.BUDGET_TOTAL_TOKENS,
    },
    clock,
    log,
    serverId: processId,
    isShared: database.servers !== undefined,
  })
  hearMovedGuests({ bus, budgets, log })
  const namer = new ChatNamer({ database, bus, models, budgets, clock, log })

  const pruning = { database, clock, log, days: config.RETENTION_DAYS }
  const follows = createFollows(config.STREAMS_PER_USER)
  const returning = new ReturningReaders(clock, config.functionMs)
  const hurry = Promise.withResolvers<void>()
  let stopPruning = () => {}
  let closing = false
  return {
    database,
    bus,
    clock,
    streams,
    models,
    config,
    log,
    processId,
    authentication,
    budgets,
    quotas: {
      guestBytes: config.STORAGE_GUEST_MB * BYTES_A_MEGABYTE,
      userBytes: config.STORAGE_USER_MB * BYTES_A_MEGABYTE,
    },
    secret,
    rateLimits: createRateLimits(config, shared.counters),
    bodies: createBodyBudgets(),
    exports: new ExportPlaces(),
    tellRefused: createRefusalLines(log, clock),
    follows,
    returning,
    logo,
    get draining() {
      return draining
    },
    reapAnswer: (messageId) => recovery.reapAnswer(messageId),
    get closing() {
      return closing
    },
    keepPruning() {
      stopPruning = keepPruning(pruning)
    },
    async tidyUp() {
      const interrupted = await recovery.reap()
      return { interrupted, ...(await prune(pruning)) }
    },
    async finished(messageId) {
      await streams.settled(messageId)
      // What follows an end begins in the turn in which that is told.
      await nextTurn()
      await Promise.all([...announcements, namer.idle()])
    },
    async shutdown() {
      draining = true
      stopPruning()
      await drain({
        streams,
        servers: database.servers,
        bus,
        returning,
        follows: follows.answers,
        clock,
        log,
        // A platform that forgets its files ends a process within moments.
        drainMs: config.DRAIN_MS ?? (config.functionMs === undefined ? undefined : 0),
        hurried: hurry.promise,
      })
      closing = true
      const named = namer.shutdown()
      const atOnce = config.functionMs !== undefined
      await Promise.all([named, streams.shutdown(config.SHUTDOWN_MS, { atOnce })])
      await Promise.all(announcements)
      await recovery.leave()
    },
    hurry: () => {
      hurry.resolve()
    },
    close() {
      shared.close()
      storage.close()
    },
  }
}

function mailerOf({ SMTP_URL, MAIL_FROM, PUBLIC_URL = '', APP_NAME }: Config): Mailer | undefined {
  if (SMTP_URL === undefined) return undefined
  const address = MAIL_FROM ?? `fullstop@${new URL(PUBLIC_URL).hostname}`
  return createMailer(SMTP_URL, { name: APP_NAME, address })
}
