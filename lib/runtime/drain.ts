import type { Bus } from '@/lib/bus/bus'
import type { ServerStore } from '@/lib/db/servers'
import { within, type Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import type { StreamManager } from '@/lib/streams/stream-manager'
import type { OpenFollows } from './open-follows'
import type { ReturningReaders } from './returning-readers'

/** How long streams may take to end where other servers take what is new, unless that is set, in milliseconds. */
const USUAL_DRAIN_MS = 30_000

type DrainOptions = {
  streams: Pick<StreamManager, 'activeCount' | 'idle' | 'sendFollowersOn'>
  /** Undefined where the database has one server at a time. */
  servers: Pick<ServerStore, 'renew' | 'others'> | undefined
  bus: Pick<Bus, 'serverId' | 'isDeaf'>
  returning: Pick<ReturningReaders, 'sendOn'>
  /** The follows of single answers, which may run at other servers. */
  follows: Pick<OpenFollows, 'none'>
  clock: Clock
  log: Log
  /** In milliseconds. Undefined: as usual where there are other servers, and not at all where there is none. */
  drainMs: number | undefined
  /** Resolves when the streams are to be waited for no longer. */
  hurried: Promise<void>
}

/**
 * Lets the streams of this server end by themselves, for a while. The server takes nothing new any more;
 * where others do, its readers are sent to them. The streams that are left are for a shutdown to end.
 */
export async function drain(options: DrainOptions): Promise<void> {
  if (options.drainMs === 0) return
  const { streams, returning, follows, clock, log, hurried } = options
  const others = await otherServersOf(options)
  const drainMs = options.drainMs ?? (others === 0 ? 0 : USUAL_DRAIN_MS)
  if (drainMs === 0) return
  log.info({ answers: streams.activeCount, otherServers: others, drainMs }, 'draining')
  const over = [streams.idle().then(() => follows.none())]
  if (others !== undefined && others > 0) {
    // Before any of them leaves: with a short grace, an answer would else end with that.
    streams.sendFollowersOn()
    over.push(returning.sendOn())
  }
  await within(clock, drainMs, Promise.race([Promise.all(over), hurried]))
}

/** How many other servers can take over, once they all know that this one drains; undefined where that is not known. */
async function otherServersOf({ servers, bus, log }: DrainOptions): Promise<number | undefined> {
  if (!servers) return 0
  try {
    // Of servers that are told to stop together, the last one to say so finds itself alone.
    await servers.renew(bus.serverId, { draining: true, deaf: bus.isDeaf })
    return await servers.others(bus.serverId)
  } catch (error) {
    log.warn({ error: describeError(error) }, 'it is not known whether other servers can take over')
    return undefined
  }
}
