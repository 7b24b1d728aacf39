import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { tellErrors } from './told-errors'

const ofPostgres = (code: string, message: string) =>
  Object.assign(new Error(message), { severity: 'FATAL', code })

/** As callers are told of it, where a query with the text of a conversation meets this error. */
const toldOf = async (error: Error): Promise<unknown> =>
  tellErrors(() => Promise.reject(new DrizzleQueryError('SELECT $1', ['my secret'], error))).catch(
    (told: unknown) => told,
  )

test.each([
  ['refuses the password', ofPostgres('28P01', 'no such password'), '28P01 no such password'],
  ['has no connection left', ofPostgres('53300', 'too many clients'), '53300 too many clients'],
  ['stops', ofPostgres('57P01', 'terminating'), '57P01 terminating'],
  ['waits too long for a lock', ofPostgres('55P03', 'lock timeout'), '55P03 lock timeout'],
  ['ended a transaction that stood still', ofPostgres('25P03', 'idle'), '25P03 idle'],
  [
    'is not there',
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    'ECONNREFUSED connect ECONNREFUSED',
  ],
  ['does not answer in time', new Error('Query read timeout'), 'Query read timeout'],
])('a PostgreSQL that %s does not answer, and the log may tell why', async (_, error, reason) => {
  const told = await toldOf(error)
  expect(told).toMatchObject({ code: 'unavailable', forLog: reason })
  expect(JSON.stringify(told)).not.toContain('my secret')
})

test.each([
  ['53100', 'could not extend file'],
  ['XX000', 'could not write init file'],
])('a PostgreSQL whose disk is full has no room: %s', async (code, message) => {
  expect(await toldOf(ofPostgres(code, message))).toMatchObject({ code: 'storage_full' })
})

test('any other error is PostgreSQL\u2019s own, without the values of its query', async () => {
  const error = ofPostgres('42P01', 'no such table')
  expect(await toldOf(error)).toBe(error)
})
