import type { Connection } from './connection'

/**
 * Runs a transaction so that a power cut cannot take it back: all others outlive the process, and not
 * always that. Waits for the disk, which takes a millisecond or many, and nothing else runs meanwhile.
 */
export function durably<Value>({ $client }: Connection, transaction: () => Value): Value {
  $client.pragma('synchronous = FULL')
  try {
    return transaction()
  } finally {
    $client.pragma('synchronous = NORMAL')
  }
}
