import type { PoolClient } from 'pg'
import type { Connection, Transaction } from '@/lib/db/postgres/connection/connection'
import { postgresCodeOf } from '@/lib/db/postgres/connection/postgres-code'
import { tryAgain } from '@/lib/db/postgres/connection/try-again'
import type { AnswerGoesOn, AnswerStarted, EndOutcome, TooManyStreams } from '@/lib/db/streams'
import type { ChatRow, MessageRow } from './records'

/** The functions of the migration `stream-functions` that calls of the store are, by what they give. */
export type StreamFunctions = {
  begin_answer: Begun<OtherOutcome<AnswerStarted>>
  begin_answer_again: Begun<OtherOutcome<AnswerGoesOn>>
  end_session: EndOutcome
  request_cancel: boolean
}

type Begun<Outcome> =
  | { outcome: 'started'; chat: ChatRow; answer: MessageRow }
  | TooManyStreams
  | { outcome: Outcome }

type OtherOutcome<Begun extends { outcome: string }> = Exclude<
  Begun['outcome'],
  'started' | TooManyStreams['outcome']
>

/**
 * Calls a function in one round trip, which is a transaction of its own. The argument is made once there
 * is a connection, right before it is sent; it is made again if the function has to be called again.
 */
export function callFunction<Name extends keyof StreamFunctions>(
  connection: Connection,
  name: Name,
  argument: () => object,
): Promise<StreamFunctions[Name]> {
  return tryAgain(async () => {
    const client = await connection.$client.connect()
    let isBroken = false
    try {
      return await callOn(client, name, argument())
    } catch (error) {
      // What PostgreSQL itself has refused leaves the connection as it was.
      isBroken = postgresCodeOf(error) === ''
      throw error
    } finally {
      client.release(isBroken)
    }
  })
}

/** Calls a function as a part of a transaction. */
export function callWithin<Name extends keyof StreamFunctions>(
  transaction: Transaction,
  name: Name,
  argument: object,
): Promise<StreamFunctions[Name]> {
  return callOn(transaction.$client, name, argument)
}

async function callOn<Name extends keyof StreamFunctions>(
  client: PoolClient,
  name: Name,
  argument: object,
): Promise<StreamFunctions[Name]> {
  const { rows } = await client.query<{ value: StreamFunctions[Name] }>(
    `SELECT ${name}($1) AS value`,
    [JSON.stringify(argument)],
  )
  const [row] = rows
  if (!row) throw new Error('a function gave nothing')
  return row.value
}
