import { Client } from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openNewPostgres } from '@/lib/db/testing/open-test-postgres'
import { migrate } from './migrate'

/** Takes the latest change of the schema back, as if this database were of the version before. */
const UNDO_LATEST = `
  ALTER TABLE servers DROP COLUMN deaf;
  DELETE FROM __drizzle_migrations
  WHERE created_at = (SELECT max(created_at) FROM __drizzle_migrations)
`

async function clientOf(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

describe.skipIf(inject('postgresUrl') === '')('a migration beside servers that run', () => {
  test('R37 a migration waits for a table that a dump reads, and lets the calls of servers through meanwhile', async () => {
    const { url } = await openNewPostgres()
    const [dump, server] = [await clientOf(url), await clientOf(url)]
    await server.query(UNDO_LATEST)
    await dump.query('BEGIN; LOCK TABLE servers IN ACCESS SHARE MODE')
    let hasMigrated = false
    const migrating = migrate(url).then(() => {
      hasMigrated = true
    })
    const tookMs: number[] = []
    for (let calls = 0; calls < 30; calls += 1) {
      const began = performance.now()
      await server.query('UPDATE servers SET draining = false')
      tookMs.push(performance.now() - began)
      await server.query('SELECT pg_sleep(0.05)')
    }
    expect(hasMigrated).toBe(false)
    // One of them has waited behind the migration, and none for the dump.
    expect(Math.max(...tookMs)).toBeLessThan(1_500)
    await dump.query('COMMIT')
    await migrating
    expect((await server.query('SELECT deaf FROM servers')).rows).toEqual([])
  })
})
