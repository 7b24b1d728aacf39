import { subscribe } from 'node:diagnostics_channel'
import { Server } from 'node:http'
import { Socket } from 'node:net'
import type { Config } from '@/lib/platform/env'
import type { Log } from '@/lib/platform/log'
import { networkOf } from '@/lib/platform/network-of'

/** The most connections of one address: many people may be behind it, each with a page that keeps one open. */
const MOST_AN_ADDRESS = 2_500

/** The longest that a request's headers may take to come, in milliseconds; Node looks every 30 s. */
const HEAD_MS = 20_000

/** The most addresses that are logged. */
const MOST_TOLD = 20

/**
 * Bounds the connections of Next's server: how many one address holds, and how long one may be slow.
 * Behind the operator's own proxies every connection is a proxy's, and the proxies must bound them. Next
 * does not give out its server, so the server is found at its first connection.
 */
export function guardConnections(
  { TRUST_PROXY, development }: Pick<Config, 'TRUST_PROXY' | 'development'>,
  log: Log,
  mostAnAddress = MOST_AN_ADDRESS,
): void {
  const guarded = new WeakSet<Server>()
  const held = new Map<string, number>()
  const told = new Set<string>()

  function guard(server: Server): void {
    guarded.add(server)
    server.headersTimeout = HEAD_MS
    // Next lets an upgrade wait for ever. Without a listener Node treats it as any other request.
    if (!development) server.removeAllListeners('upgrade')
  }

  function hold(address: string, socket: Socket): void {
    const connections = (held.get(address) ?? 0) + 1
    if (connections > mostAnAddress) {
      socket.destroy()
      tell(address)
      return
    }
    held.set(address, connections)
    socket.once('close', () => {
      const left = (held.get(address) ?? 1) - 1
      if (left === 0) held.delete(address)
      else held.set(address, left)
    })
  }

  function tell(address: string): void {
    if (told.has(address) || told.size >= MOST_TOLD) return
    told.add(address)
    log.warn(
      { address, connections: mostAnAddress },
      'an address has as many connections as one may have: set TRUST_PROXY if it is your proxy',
    )
  }

  subscribe('net.server.socket', (message) => {
    const socket = socketIn(message)
    const server = socket && serverOf(socket)
    if (!server) return
    if (!guarded.has(server)) guard(server)
    if (TRUST_PROXY === 0) hold(networkOf(socket.remoteAddress ?? '') ?? 'unknown', socket)
  })
}

function socketIn(message: unknown): Socket | undefined {
  if (typeof message !== 'object' || message === null || !('socket' in message)) return undefined
  return message.socket instanceof Socket ? message.socket : undefined
}

/** Node sets `socket.server`, which its types do not have. */
function serverOf(socket: Socket): Server | undefined {
  const server: unknown = 'server' in socket ? socket.server : undefined
  return server instanceof Server ? server : undefined
}
