import { expect } from 'vitest'
import { numbersFromSeed } from '@/lib/platform/testing/from-seed'
import { lateDatabase } from './late-database'
import { openTestMemory } from './open-test-sqlite'
import type { TestDatabase } from './test-database'

/** A test's own database, whose calls are answered late: the same each time for the same test and seed. */
export function openLateDatabase(): TestDatabase {
  const database = openTestMemory()
  const { addPerson, sql } = database
  const random = numbersFromSeed(expect.getState().currentTestName ?? '')
  return { ...lateDatabase(database, random), addPerson, sql }
}
