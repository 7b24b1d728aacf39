import { describe } from 'vitest'
import { openLateDatabase } from '@/lib/db/testing/open-late-database'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { describeDatabase } from './describe-database'

describe('SQLite', () => {
  describeDatabase(async () => openTestSqlite())
})

describe('a database that answers later', () => {
  describeDatabase(async () => openLateDatabase())
})
