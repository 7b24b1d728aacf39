import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import type { TestDatabase } from '@/lib/db/testing/test-database'
import type { Clock } from '@/lib/platform/clock'

/** A real database of this test's own, in which `ann` and `bob` have accounts. */
export function openTestDatabase(clock?: Clock): TestDatabase {
  return openTestSqlite(clock)
}
