import { setTimeout as pause } from 'node:timers/promises'
import { DRAIN_MS, type Cluster } from '../../harness/cluster/cluster'
import type { AppServer } from '../../harness/server/app-server'
import type { Trouble } from '../history/conditions'
import type { PlannedTrouble } from './plan-troubles'

/** `SHUTDOWN_MS`, and the last bytes of ended streams. */
const SHUTDOWN_MS = 12_000

/** How often a server that cannot start is started again, as a service is. */
const MOST_STARTS = 20
const PAUSE_MS = 500

/** How often Redis is emptied, in milliseconds: between any two calls of one server, it may have nothing. */
const EMPTY_EVERY_MS = 20

/**
 * Makes all of it happen, and notes in `troubles` when. Resolves once everything is ready again, with what
 * a server did wrong that was asked to end.
 */
export async function letTroubles(
  planned: readonly PlannedTrouble[],
  cluster: Cluster,
  troubles: Trouble[],
): Promise<string[]> {
  const violations = await Promise.all(
    planned.map(async ({ kind, server, after, lasts }) => {
      await pause(after)
      const trouble: Trouble = { kind, server, from: Date.now(), to: Infinity }
      troubles.push(trouble)
      const wrong = await carryOut(trouble, lasts, cluster)
      trouble.to = Date.now()
      return wrong
    }),
  )
  return violations.flat()
}

async function carryOut(trouble: Trouble, lasts: number, cluster: Cluster): Promise<string[]> {
  const { redis, postgres } = cluster
  switch (trouble.kind) {
    case 'killed': {
      const server = serverOf(trouble, cluster)
      await server.end('SIGKILL')
      await pause(lasts)
      await startAgain(server)
      return []
    }
    case 'frozen': {
      const server = serverOf(trouble, cluster)
      server.freeze()
      await pause(lasts)
      server.thaw()
      return []
    }
    case 'ended': {
      const server = serverOf(trouble, cluster)
      const code = await server.end('SIGTERM')
      const tookMs = Date.now() - trouble.from
      await pause(lasts)
      await startAgain(server)
      return [
        ...(code === 0 ? [] : [`P10 a server that was asked to end exited with ${code}`]),
        ...(tookMs <= DRAIN_MS + SHUTDOWN_MS ? [] : [`P10 a server took ${tookMs} ms to end`]),
      ]
    }
    case 'Redis gone':
      await redis.kill()
      await pause(lasts)
      await redis.start()
      return []
    case 'Redis frozen':
      redis.freeze()
      await pause(lasts)
      redis.thaw()
      return []
    case 'Redis emptied': {
      const until = Date.now() + lasts
      while (Date.now() < until) {
        await redis.empty()
        await pause(EMPTY_EVERY_MS)
      }
      return []
    }
    case 'PostgreSQL gone':
      await postgres.stop()
      await pause(lasts)
      await postgres.start()
      return []
  }
}

function serverOf({ server: number = -1 }: Trouble, { servers }: Cluster): AppServer {
  const server = servers[number]
  if (!server) throw new Error(`there is no server ${number}`)
  return server
}

/** Without its database a server does not start. */
async function startAgain(server: AppServer): Promise<void> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await server.start()
    } catch (error) {
      await server.end('SIGKILL')
      if (starts === MOST_STARTS) throw error
      await pause(PAUSE_MS)
    }
  }
}
