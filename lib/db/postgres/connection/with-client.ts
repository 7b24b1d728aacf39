import { Client } from 'pg'
import { MaintenanceError } from '@/lib/db/maintenance-error'
import { parserOf } from './connection'

const CONNECT_MS = 10_000

/**
 * Does an operator's work on one connection, which is closed then. Throws {@link MaintenanceError} with
 * one line, without the URL, where the database cannot be reached.
 */
export async function withClient<Value>(
  url: string,
  work: (client: Client) => Promise<Value>,
): Promise<Value> {
  const client = await connectOnce(url)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function connectOnce(url: string): Promise<Client> {
  try {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_MS,
      application_name: 'fullstop',
      types: { getTypeParser: parserOf },
    })
    // A connection that breaks tells that to its query; without a listener, it would end the process.
    client.on('error', () => {})
    await client.connect()
    return client
  } catch (error) {
    throw new MaintenanceError(`PostgreSQL cannot be reached: ${lineOf(error)}`)
  }
}

/** The errors of a name with several addresses have no message, only a code. */
function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.message !== '') return error.message
  return 'code' in error ? String(error.code) : error.name
}
