import { describe, inject } from 'vitest'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { describeDatabase } from './describe-database'

describe.skipIf(inject('postgresUrl') === '')('PostgreSQL', () => {
  describeDatabase(() => openTestPostgres())
})
