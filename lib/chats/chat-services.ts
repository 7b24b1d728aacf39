import type { Budgets } from '@/lib/budgets/budgets'
import type { Bus } from '@/lib/bus/bus'
import type { Database } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { ModelRegistry } from '@/lib/providers/models/registry'
import type { StreamManager } from '@/lib/streams/stream-manager'
import type { VerbContext } from '@/lib/verbs/define-verb'

/** The services that the verbs of this room work with; the runtime provides them. */
export type ChatServices = {
  database: Database
  streams: StreamManager
  bus: Bus
  models: ModelRegistry
  budgets: Budgets
  /** How much a guest, and a person with an account, may have stored, in bytes. */
  quotas: { guestBytes: number; userBytes: number }
  clock: Clock
  log: Log
  /** Ends an answer that runs elsewhere if its server is gone. Says whether it has ended meanwhile. */
  reapAnswer: (messageId: string) => Promise<boolean>
  /** Names this process in the stream sessions that it owns. */
  processId: string
}

/** The context of a call to a verb of this room. */
export type ChatCall = VerbContext<ChatServices>
