import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { createLog } from '@/lib/platform/log'
import { attachPool, IDLE_IN_FUNCTION_MS } from './attach-pool'
import { connect } from './connection'

const platform = Symbol.for('@vercel/request-context')

/** A pool with one connection, which the first call has opened; a platform that counts what each call waits for. */
async function attachedPool() {
  const { url } = await openTestPostgres()
  const contexts = new AsyncLocalStorage<{ waitUntil: (work: Promise<unknown>) => void }>()
  vi.stubEnv('VERCEL_URL', 'functions.example')
  vi.stubEnv('VERCEL_REGION', 'here')
  Object.assign(globalThis, { [platform]: { get: () => contexts.getStore() } })
  onTestFinished(() => {
    Reflect.deleteProperty(globalThis, platform)
  })
  const connection = connect(url, createLog('silent'), {
    max: 1,
    idleTimeoutMillis: IDLE_IN_FUNCTION_MS,
  })
  onTestFinished(() => connection.$client.end())
  await attachPool(connection)
  const call = async <Value>(work: () => Promise<Value>, onOver = () => {}) => {
    const waitUntil = vi.fn<(work: Promise<unknown>) => void>((waited) => {
      void waited.then(onOver)
    })
    // Drizzle makes a query only when it is awaited.
    const result = await contexts.run({ waitUntil }, async () => await work())
    return { result, waits: waitUntil.mock.calls.length }
  }
  return { connection, call }
}

describe.skipIf(inject('postgresUrl') === '')('the pool of a function', () => {
  test('each call waits for the connections that it has used, whoever has opened them', async () => {
    const { connection, call } = await attachedPool()
    const one = () => connection.execute(sql`SELECT 1 AS one`)
    expect((await call(one)).result.rows).toEqual([{ one: 1 }])
    const second = await call(() => connection.$client.query('SELECT $1::int AS one', [1]))
    expect(second.result.rows).toEqual([{ one: 1 }])
    expect(second.waits).toBe(1)
    expect((await call(async () => undefined)).waits).toBe(0)
  })

  test('work that no call waits for keeps nothing running, and calls off no wait', async () => {
    const { connection, call } = await attachedPool()
    let isOver = false
    const { waits } = await call(
      () => connection.execute(sql`SELECT 1`),
      () => {
        isOver = true
      },
    )
    expect(waits).toBe(1)
    await connection.execute(sql`SELECT 1`)
    await setImmediate()
    expect(isOver).toBe(false)
  })

  test('a query that fails tells its error, and the next one has a connection', async () => {
    const { connection, call } = await attachedPool()
    const failing = call(() => connection.$client.query('SELECT nonsense'))
    await expect(failing).rejects.toThrow('nonsense')
    const { waits } = await call(() => connection.execute(sql`SELECT 1`))
    expect(waits).toBe(1)
  })
})
