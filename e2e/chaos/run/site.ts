import type { Fetch } from '../../harness/guest'
import type { StoredMessage } from '../../harness/server/app-database'
import type { AppServer } from '../../harness/server/app-server'
import type { Conditions } from '../history/conditions'
import { quickPace } from '../plan/pace'

/** Where runs take place: one server, or several behind one address. */
export type Site = {
  /** The address without a name that needs a lookup: a line opens many connections. */
  readonly url: string
  /** Makes the calls of everybody. Calls that answer late, or were tried again, are its business. */
  readonly fetch: Fetch
  readonly conditions: Conditions
  /** Reads the database from outside, as it is at this moment. */
  query<Row>(sql: string, ...values: unknown[]): Promise<Row[]>
  storedMessage(messageId: string): Promise<StoredMessage>
  /** The number of the server that ran a session; undefined where there is one, or it is not known. */
  serverOf(sessionId: string | undefined): number | undefined
}

/** One server, to which nothing happens. */
export function siteOf(server: AppServer): Site {
  return {
    url: `http://127.0.0.1:${server.port}`,
    fetch,
    conditions: { pace: quickPace, servers: 1, troubles: [] },
    async query<Row>(sql: string, ...values: unknown[]) {
      return server.query<Row>(sql, ...values)
    },
    async storedMessage(messageId) {
      return server.storedMessage(messageId)
    },
    serverOf: () => undefined,
  }
}
