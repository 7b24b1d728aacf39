import { Cluster } from '../../e2e/harness/cluster/cluster.ts'
import { endWithProcess } from '../system/end-with-process.ts'
import type { Arm } from './arm.ts'
import { benchEnvironment, signInGuests, type GuestCalls } from './fullstop.ts'

/** One server of several. */
export type ServerArm = Arm & GuestCalls

/** Servers on one PostgreSQL and one Redis, which know the same guests. The load goes around nginx. */
export type ClusterArms = AsyncDisposable & {
  /** Each answer is asked for here, and runs here. */
  readonly owner: ServerArm
  /** Follows and stops answers of the owner; the owner itself, where there is one server. */
  readonly other: ServerArm
  readonly redisProcessId: number
  /** The first process of PostgreSQL. */
  readonly postgresProcessId: number
}

/** Starts so many servers, with PostgreSQL as a new installation has it: its disk is waited for. */
export async function startClusterArms(
  providerUrl: string,
  { servers = 2 }: { servers?: 1 | 2 } = {},
): Promise<ClusterArms> {
  const cluster = await Cluster.start({
    count: servers,
    environment: benchEnvironment(providerUrl),
    postgres: 'standard',
  })
  const callOff = endWithProcess(() => {
    cluster.killAtOnce()
  })
  const end = () => {
    callOff()
    return cluster.remove()
  }
  const [owner, other = owner] = cluster.servers
  if (!owner || !other) throw new Error('a cluster without servers')
  const guests = await signInGuests(`http://127.0.0.1:${owner.port}`)
  const armOf = ({ port, processId }: typeof owner): ServerArm => ({
    name: 'fullstop',
    url: `http://127.0.0.1:${port}`,
    processId,
    ...guests,
    end,
  })
  return {
    owner: armOf(owner),
    other: armOf(other),
    redisProcessId: cluster.redis.processId,
    postgresProcessId: cluster.postgres.processId,
    [Symbol.asyncDispose]: end,
  }
}
