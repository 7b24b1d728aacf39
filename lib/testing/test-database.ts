import { inject } from 'vitest'
import { openLateDatabase } from '@/lib/db/testing/open-late-database'
import { openTestMemory, openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import type { TestDatabase } from '@/lib/db/testing/test-database'
import type { Clock } from '@/lib/platform/clock'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether each call of a store is answered some turns of the event loop later. */
    lateStores: boolean
  }
}

/**
 * A real database of this test's own, in memory, in which `ann` and `bob` have accounts. In the project
 * `late` it answers later, as one behind a network does.
 */
export function openTestDatabase(): TestDatabase {
  return inject('lateStores') ? openLateDatabase() : openTestMemory()
}

/** The same; in the project `postgres`, a database of the PostgreSQL that this run has started. */
export async function openDatabaseOfProject(): Promise<TestDatabase> {
  if (!inject('postgresUrl')) return openTestDatabase()
  // Loading its driver takes longer than most tests.
  const { openTestPostgres } = await import('@/lib/db/testing/open-test-postgres')
  return openTestPostgres()
}

/** The same in a file, which another program may hold. */
export function openTestFile(clock: Clock): TestDatabase & { hold(): { release(): void } } {
  return openTestSqlite(undefined, clock)
}
