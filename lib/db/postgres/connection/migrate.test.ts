import { Client } from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openNewPostgres } from '@/lib/db/testing/open-test-postgres'
import { migrate } from './migrate'

/** Takes the latest migration back, which is 0011: a later one has to be taken back here instead. */
const UNDO_LATEST = `
  ALTER TABLE servers DROP COLUMN deaf;
  DELETE FROM __drizzle_migrations
  WHERE created_at = (SELECT max(created_at) FROM __drizzle_migrations)
`

/** Whoever waits for the table that this migration changes. */
const WAITING = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'servers'::regclass`

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
    const isWaiting = async () => (await server.query(WAITING)).rows.length > 0
    await expect.poll(isWaiting, { interval: 10 }).toBe(true)
    const began = performance.now()
    await server.query('UPDATE servers SET draining = false')
    // It has waited behind the migration, which has not waited for the dump.
    expect(performance.now() - began).toBeLessThan(1_500)
    expect(hasMigrated).toBe(false)
    await dump.query('COMMIT')
    await migrating
    expect((await server.query('SELECT deaf FROM servers')).rows).toEqual([])
  })
})
