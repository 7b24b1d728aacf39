import { sql } from 'drizzle-orm'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { createLog } from '@/lib/platform/log'
import { connect } from './connection'
import { inTransaction } from './in-transaction'
import { lockPeople } from './lock-people'
import { tellErrors } from './told-errors'

/** Two servers' connections to one database, one each. */
async function twoConnections() {
  const { url } = await openTestPostgres()
  const open = () => {
    const connection = connect(url, createLog('silent'), { max: 1 })
    onTestFinished(() => connection.$client.end())
    return connection
  }
  return { one: open(), other: open() }
}

describe.skipIf(inject('postgresUrl') === '')('two transactions that want one lock', () => {
  test('R28 a transaction whose process stands still is ended, and its lock is free for others', async () => {
    const { one, other } = await twoConnections()
    const locked = Promise.withResolvers<void>()
    const thawed = Promise.withResolvers<void>()
    const frozen = tellErrors(() =>
      inTransaction(one, async (transaction) => {
        await lockPeople(transaction, 'ann')
        locked.resolve()
        await thawed.promise
        await transaction.execute(sql`SELECT 1`)
      }),
    )
    await locked.promise
    const lockByOther = () =>
      tellErrors(() => inTransaction(other, (transaction) => lockPeople(transaction, 'ann')))
    await expect(lockByOther()).rejects.toMatchObject({ code: 'unavailable' })
    // The connection that waited in vain is used again.
    await expect(lockByOther()).resolves.toBeUndefined()
    thawed.resolve()
    await expect(frozen).rejects.toMatchObject({ code: 'unavailable' })
    await expect(one.execute(sql`SELECT 1 AS one`)).resolves.toMatchObject({ rows: [{ one: 1 }] })
  })

  test('a transaction leaves no setting behind', async () => {
    const { one } = await twoConnections()
    await inTransaction(one, (transaction) => lockPeople(transaction, 'ann'))
    const { rows } = await one.execute(sql`SHOW lock_timeout`)
    expect(rows).toEqual([{ lock_timeout: '0' }])
  })
})
