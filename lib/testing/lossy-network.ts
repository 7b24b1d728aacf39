import type { Broadcast, Bus, Notice, ServerMessage } from '@/lib/bus/bus'
import { LocalListeners } from '@/lib/bus/local-listeners'
import { broadcastSchema, noticeSchema, serverMessageSchema } from '@/lib/bus/news-schemas'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'

/** The longest that news is on its way, and the longest until a server notices that it missed some. */
const LONGEST_DELAY_MS = 1_500
const NOTICED_AFTER_MS = 2_000

/** How much of the news is lost, and how much comes twice: shares from 0 to 1. */
type Faults = { lost: number; repeated: number }

type Server = { listeners: LocalListeners; deafSince: number | undefined }

/**
 * Servers in one process whose buses do their worst: between servers news is lost, repeated and delayed, as
 * `random` has it, a number from 0 to below 1. By `clock` everything has come, or is known to be missing,
 * after 4 s.
 */
export function createLossyNetwork({
  clock,
  random,
  log,
  faults = { lost: 0.2, repeated: 0.2 },
}: {
  clock: Clock
  random: () => number
  log: Log
  faults?: Faults
}) {
  const servers = new Map<string, Server>()
  /** When the latest news of each way arrives, from one server to one target on another. */
  const arrivals = new Map<string, number>()

  function carry(way: string, to: Server, deliver: (listeners: LocalListeners) => void): void {
    if (random() < faults.lost) {
      miss(to)
      return
    }
    const arrival = Math.max(
      (arrivals.get(way) ?? 0) + 1,
      clock.monotonic() + Math.floor(random() * LONGEST_DELAY_MS),
    )
    arrivals.set(way, arrival)
    const times = random() < faults.repeated ? 2 : 1
    clock.after(arrival - clock.monotonic(), () => {
      for (let time = 0; time < times; time += 1) deliver(to.listeners)
    })
  }

  function miss(server: Server): void {
    if (server.deafSince !== undefined) return
    server.deafSince = clock.monotonic()
    clock.after(NOTICED_AFTER_MS, () => {
      const deafFor = clock.monotonic() - (server.deafSince ?? 0)
      server.deafSince = undefined
      server.listeners.toDeafness.tell(deafFor)
    })
  }

  function join(serverId: string): Bus {
    const here = new LocalListeners(log)
    servers.set(serverId, { listeners: here, deafSince: undefined })

    const toOthers = (target: string, deliver: (listeners: LocalListeners) => void) => {
      for (const [otherId, other] of servers) {
        if (otherId !== serverId) carry(`${serverId} ${target} ${otherId}`, other, deliver)
      }
    }
    return {
      serverId,
      get isDeaf() {
        return false
      },
      publish(personId, notice) {
        here.tellPerson(personId, notice)
        const sent = JSON.stringify(notice)
        toOthers(`person ${personId}`, (listeners) => {
          listeners.tellPerson(personId, readNotice(sent))
        })
      },
      subscribe: (personId, listener) => here.addToPerson(personId, listener),
      subscribed: async () => {},
      send(to, message) {
        if (to === serverId) here.toServer.tell(message)
        const other = servers.get(to)
        if (to === serverId || !other) return
        const sent = JSON.stringify(message)
        carry(`${serverId} server ${to}`, other, ({ toServer }) => {
          toServer.tell(readServerMessage(sent))
        })
      },
      broadcast(message) {
        here.toServer.tell(message)
        const sent = JSON.stringify(message)
        toOthers('all', ({ toServer }) => {
          toServer.tell(readBroadcast(sent))
        })
      },
      receive: (listener) => here.toServer.add(listener),
      whenDeaf: (listener) => here.toDeafness.add(listener),
    }
  }

  return { join }
}

const readNotice = (sent: string): Notice => noticeSchema.parse(JSON.parse(sent))
const readServerMessage = (sent: string): ServerMessage =>
  serverMessageSchema.parse(JSON.parse(sent))
const readBroadcast = (sent: string): Broadcast => broadcastSchema.parse(JSON.parse(sent))
