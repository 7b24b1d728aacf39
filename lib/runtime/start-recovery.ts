import type { Bus } from '@/lib/bus/bus'
import { readMissed } from '@/lib/bus/read-missed'
import { announceChat } from '@/lib/chats/announce-chat'
import { databaseAwayError } from '@/lib/contract/fullstop-error'
import type { Database } from '@/lib/db/database'
import { delay, type Clock } from '@/lib/platform/clock'
import { ConfigurationError } from '@/lib/platform/env'
import { describeError, type Log } from '@/lib/platform/log'
import { reapAnswer, recoverOrphans } from '@/lib/streams/end/recover-orphans'
import { keepReaping } from '@/lib/streams/lease/keep-reaping'
import { Lease } from '@/lib/streams/lease/lease'
import { untilWitness } from '@/lib/streams/lease/until-witness'
import type { StreamManager } from '@/lib/streams/stream-manager'

/** How long a start waits for the lease of a server that has crashed, in milliseconds: longer than that lasts. */
const LONGEST_WAIT_MS = 5_000

const LOOK_EVERY_MS = 250

/** How often the streams are brought up to what the database has, in milliseconds. */
const CATCH_UP_EVERY_MS = 30_000

/** What a server does about streams that nobody runs any more. */
export type Recovery = {
  /** Resolves once others surely take this server for living. Throws where the database cannot be reached. */
  confirmLease(): Promise<void>
  /** Ends the answer if its server is gone; says whether it has ended meanwhile. */
  reapAnswer(messageId: string): Promise<boolean>
  /** Ends the answers of all servers that are gone; says how many. Throws `unavailable` where it cannot tell. */
  reap(): Promise<number>
  /** Gives the lease up. */
  leave(): Promise<void>
}

/** Of a database with one server at a time: the start has ended them all. */
const alone: Recovery = {
  async confirmLease() {},
  reapAnswer: async () => false,
  reap: async () => 0,
  async leave() {},
}

/**
 * Ends the streams that nobody runs any more. Of a database with one server at a time, these are all; with
 * leases they are those of servers that are gone, now and from now on. Throws `ConfigurationError` where
 * another server uses the database and this one cannot work together with others.
 */
export async function startRecovery(options: {
  database: Database
  streams: Pick<StreamManager, 'catchUp'>
  bus: Bus
  serverId: string
  isDraining: () => boolean
  /** Called again and again: whether other servers say that they hear nothing. */
  onOthers: (othersAreDeaf: boolean) => void
  clock: Clock
  log: Log
  /** The longest text, and the longest reasoning, of an answer, in UTF-16 code units. */
  maxCharacters: number
  /** Whether this server can work together with others. */
  isShared: boolean
  /** Whether it stands still between calls, and hardly ever knows by itself who is gone. */
  inFunctions: boolean
}): Promise<Recovery> {
  const { database, streams, bus, serverId, isDraining, onOthers, clock, log } = options
  const { isShared, inFunctions } = options
  const { servers } = database
  if (!servers) {
    await recoverOrphans(options)
    return alone
  }
  const announce = (messageId: string) => announceChatOf(messageId, options)
  const recover = () => recoverOrphans({ ...options, announce })
  const onDoubt = () => {
    streams.catchUp().catch((error: unknown) => {
      // The next text of such a stream shows it, too.
      log.warn({ error: describeError(error) }, 'looking for lost streams failed')
    })
  }
  const state = () => ({ draining: isDraining(), deaf: bus.isDeaf })
  const lease = new Lease({ servers, serverId, state, clock, log, onOthers, onDoubt })
  await lease.keep()
  if (!isShared) {
    // With its own lease first: of servers that start at once, one is the earliest, and goes on.
    await untilAlone(() => servers.earlier(serverId), clock).catch(async (error: unknown) => {
      await lease.leave()
      throw error
    })
  }
  const stopReaping = keepReaping({ lease, clock, log, recover })
  const catchUp = () => streams.catchUp()
  const stopCatchingUp = readMissed({ bus, clock, log }, catchUp, { everyMs: CATCH_UP_EVERY_MS })
  const mayReapSoon = () => untilWitness(lease, clock)
  // Elsewhere it will end the answer by itself as soon as it may, and nobody has to wait.
  const mayReap = inFunctions ? mayReapSoon : async () => lease.isWitness
  return {
    confirmLease: () => lease.confirm(),
    reapAnswer: (messageId) => reapAnswer(messageId, { ...options, announce, mayReap }),
    async reap() {
      if (!(await mayReapSoon())) throw databaseAwayError('no lease could be kept')
      return recover()
    },
    leave() {
      stopReaping()
      stopCatchingUp()
      return lease.leave()
    },
  }
}

async function untilAlone(earlier: () => Promise<string[]>, clock: Clock): Promise<void> {
  const giveUpAt = clock.monotonic() + LONGEST_WAIT_MS
  // Once at least: the lease of a server that starts now may just be being written.
  do {
    if (clock.monotonic() > giveUpAt) {
      throw new ConfigurationError(
        'DATABASE_URL: another Fullstop server uses this database. Set REDIS_URL for all of them',
      )
    }
    await delay(clock, LOOK_EVERY_MS)
  } while ((await earlier()).length > 0)
}

/** Whoever does not show that chat would else go on showing that it is answering. */
async function announceChatOf(
  messageId: string,
  { database, bus, log }: { database: Database; bus: Bus; log: Log },
): Promise<void> {
  try {
    const answer = await database.streams.findAnswer(messageId)
    if (answer) announceChat(bus, await database.chats.find(answer.ownerId, answer.chatId))
  } catch (error) {
    log.warn(
      { messageId, error: describeError(error) },
      'the chat of an answer cannot be announced',
    )
  }
}
