import type { PoolConfig } from 'pg'
import { inject, onTestFinished } from 'vitest'
import type { Database } from '@/lib/db/database'
import { connect, type Connection } from '@/lib/db/postgres/connection/connection'
import { openPostgres } from '@/lib/db/postgres/open-postgres'
import { users } from '@/lib/db/postgres/schema'
import { systemClock, type Clock } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import type { TestDatabase, TestPerson } from './test-database'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of a server whose database `template` has the newest schema; empty without PostgreSQL. */
    postgresUrl: string
  }
}

const PEOPLE = ['ann', 'bob']

/** All that deleting the people does not delete. */
const LEFT = ['users', 'servers', 'token_spending', 'spending_writes', 'verifications']

/** The database of this thread, which its tests use one after another. */
let ofThread: Promise<string> | undefined

export type TestPostgres = TestDatabase & {
  connection: Connection
  url: string
  /** The same database by connections of its own, as another server opens it. */
  reopen: (options?: PoolConfig) => Database
}

/** An empty PostgreSQL database for this test, in which `ann` and `bob` have accounts. */
export async function openTestPostgres(clock = systemClock): Promise<TestPostgres> {
  return openAt(await (ofThread ??= makeDatabase()), clock)
}

/** The same, but one that no other test has used: PostgreSQL knows nothing of how large its tables were. */
export async function openNewPostgres(): Promise<TestPostgres> {
  return openAt(await makeDatabase(), systemClock)
}

async function openAt(url: string, clock: Clock): Promise<TestPostgres> {
  const connectAgain = (options?: PoolConfig) => {
    const made = connect(url, createLog('silent'), options)
    onTestFinished(() => made.$client.end())
    return made
  }
  const connection = connectAgain()
  const leases = connectAgain({ max: 1 })
  for (const table of LEFT) await connection.execute(`DELETE FROM ${table}`)
  const database = openPostgres(connection, { leases, clock })
  const addPerson = async ({ id, at = 0, guest = false }: TestPerson) => {
    const row = { id, name: id, email: `${id}@example.org`, isAnonymous: guest }
    const times = { createdAt: new Date(at), updatedAt: new Date(at) }
    await connection
      .insert(users)
      .values({ ...row, ...times })
      .onConflictDoNothing()
  }
  for (const id of PEOPLE) await addPerson({ id })
  return {
    ...database,
    connection,
    url,
    reopen: (options) =>
      openPostgres(connectAgain(options), { leases: connectAgain({ ...options, max: 1 }), clock }),
    addPerson,
    async sql<Row = unknown>(statement: string, ...values: (string | number)[]): Promise<Row[]> {
      let number = 0
      const numbered = statement.replaceAll('?', () => `$${(number += 1)}`)
      const { rows } = await connection.$client.query(numbered, values)
      // The caller names the type of its rows.
      return rows as Row[]
    },
    // The test has done with its connections when it ends.
    close() {},
  }
}

/** A new database of the newest schema, on the server of this run. */
async function makeDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'))
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = connect(url.href, createLog('silent'), { max: 1, query_timeout: 20_000 })
  await admin.execute(`CREATE DATABASE ${name} TEMPLATE template`)
  await admin.$client.end()
  url.pathname = name
  return url.href
}
