import { expect } from 'vitest'
import type { Clock } from '@/lib/platform/clock'
import { numbersFromSeed } from '@/lib/testing/from-seed'
import { lateDatabase } from './late-database'
import { openTestSqlite } from './open-test-sqlite'
import type { TestDatabase } from './test-database'

/** A test's own database, whose calls are answered late: the same each time for the same test and seed. */
export function openLateDatabase(clock?: Clock): TestDatabase {
  const database = openTestSqlite(clock)
  const { addPerson, sql, hold } = database
  const random = numbersFromSeed(expect.getState().currentTestName ?? '')
  return { ...lateDatabase(database, random), addPerson, sql, hold }
}
