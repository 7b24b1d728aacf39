import type { Pruned } from '@/lib/db/database'
import type { Connection } from './connection/connection'

export async function prune(_connection: Connection, _before: number): Promise<Pruned> {
  throw new Error('not built yet')
}
