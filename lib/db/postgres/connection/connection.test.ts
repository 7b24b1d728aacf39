import { sql } from 'drizzle-orm'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { createLog } from '@/lib/platform/log'
import { startBreakableProxy } from '@/lib/testing/breakable-proxy'
import { connect } from './connection'
import { tellErrors } from './told-errors'

/** A connection to a test's database over a way that can break. */
async function connectOverProxy() {
  const { url } = await openTestPostgres()
  const proxy = await startBreakableProxy(url)
  const through = new URL(url)
  through.host = proxy.host
  const connection = connect(through.href, createLog('silent'), { max: 1, query_timeout: 500 })
  onTestFinished(() => connection.$client.end())
  const ask = () => tellErrors(() => connection.execute(sql`SELECT 1 AS one`))
  return { proxy, ask }
}

describe.skipIf(inject('postgresUrl') === '')('P13 a connection to PostgreSQL', () => {
  test('a connection that the network has swallowed answers unavailable, and the next call has another one', async () => {
    const { proxy, ask } = await connectOverProxy()
    await ask()
    proxy.swallow()
    await expect(ask()).rejects.toMatchObject({ code: 'unavailable' })
    expect(await ask()).toMatchObject({ rows: [{ one: 1 }] })
  })

  test('a connection that broke while nobody used it is replaced', async () => {
    const { proxy, ask } = await connectOverProxy()
    await ask()
    proxy.breakOff()
    await expect(ask()).rejects.toMatchObject({ code: 'unavailable' })
    proxy.mend()
    expect(await ask()).toMatchObject({ rows: [{ one: 1 }] })
  })
})
