/** How long a server counts as living after it has last said so, in milliseconds. */
export const LEASE_MS = 4_000

/**
 * The servers that share a database. Each keeps a lease, by the clock of the database; the streams of a
 * server whose lease is over are orphans.
 */
export interface ServerStore {
  /** Says that this server lives, for {@link LEASE_MS} from now, and whether it takes nothing new any more. */
  renew(serverId: string, draining: boolean): Promise<void>
  /** Says that this server has ended. */
  leave(serverId: string): Promise<void>
  /** The living servers that came before this one, which has a lease: of two, one is always the earlier. */
  earlier(serverId: string): Promise<string[]>
  /** How many other servers live and take new calls. */
  others(serverId: string): Promise<number>
}
