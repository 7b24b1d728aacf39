import { setTimeout as pause } from 'node:timers/promises'
import { readBooks } from '../../fake-provider/books/books'
import type { Cluster } from '../../harness/cluster/cluster'
import { SETTLING } from '../check/excuses'
import type { Trouble } from '../history/conditions'
import type { AnswerHistory, History } from '../history/history'
import { quote } from '../history/quote'

/** How long the last end may take: leases run out, and a server has to have reached the database first. */
const DEADLINE_MS = 25_000
const PAUSE_MS = 100

/** The most characters that are told of a line in a log: the rest is a stack. */
const LONGEST_LINE = 300

/** What is looked at when a round is over. */
export type Rest = {
  cluster: Cluster
  providerUrl: string
  /** How much of the log of each server has been read. */
  read: number[]
}

/**
 * What a round has left behind once all its histories have ended: streams, calls and chunks, ends that were
 * written over, and errors in a log that no trouble explains.
 */
export async function restOf(
  rest: Rest,
  histories: readonly History[],
  troubles: readonly Trouble[],
): Promise<string[]> {
  const { database } = rest.cluster
  await untilQuiet(rest)
  const active = await database.query<{ message_id: string; process_id: string }>(
    `SELECT message_id, process_id FROM stream_sessions WHERE status = 'active'`,
  )
  const chunks = await database.query<{ session_id: string }>(
    'SELECT DISTINCT session_id FROM stream_chunks',
  )
  const { openCalls } = await readBooks(rest.providerUrl)
  return [
    ...active.map(({ message_id }) => `P2 ${message_id} is still active, though all is over`),
    ...(active.length > 0 ? [] : chunks).map(
      ({ session_id }) => `P9 there are still chunks of ${session_id}`,
    ),
    ...(openCalls > 0 ? [`P11 ${openCalls} calls to the provider are still open`] : []),
    ...(await writtenOver(rest, histories)),
    ...errorsIn(rest, troubles),
  ]
}

async function untilQuiet({ cluster, providerUrl }: Rest): Promise<void> {
  const giveUpAt = performance.now() + DEADLINE_MS
  while (performance.now() < giveUpAt) {
    const [active, { openCalls }] = await Promise.all([
      cluster.database.query(`SELECT id FROM stream_sessions WHERE status = 'active' LIMIT 1`),
      readBooks(providerUrl),
    ])
    if (active.length === 0 && openCalls === 0) return
    await pause(PAUSE_MS)
  }
}

/** A server that was frozen writes nothing afterwards: an end stays as it was read. */
async function writtenOver({ cluster }: Rest, histories: readonly History[]): Promise<string[]> {
  const latest = new Map<string, AnswerHistory>()
  for (const answer of histories.flatMap(({ answers }) => answers)) {
    latest.set(answer.messageId, answer)
  }
  const found = await Promise.all(
    [...latest.values()].map(async ({ messageId, stored }) => {
      if (!stored) return []
      const now = await cluster.database.storedMessage(messageId)
      const isSame =
        now.status === stored.status &&
        now.endReason === stored.endReason &&
        now.text === stored.text
      if (isSame) return []
      return [
        `P2 the end of ${messageId} was written over: ${stored.endReason} ${quote(stored.text)} became ${now.endReason} ${quote(now.text)}`,
      ]
    }),
  )
  return found.flat()
}

/** The lines with errors since the last round, except those of a time when something was away. */
function errorsIn({ cluster, read }: Rest, troubles: readonly Trouble[]): string[] {
  return cluster.servers.flatMap(({ output }, index) => {
    const fresh = output.slice(read[index] ?? 0)
    read[index] = output.length
    return fresh
      .split('\n')
      .filter((line) => /"level":[56]0/.test(line) && !isExplained(line, troubles))
      .map((line) => `server ${index} says: ${line.slice(0, LONGEST_LINE)}`)
  })
}

function isExplained(line: string, troubles: readonly Trouble[]): boolean {
  const at = Date.parse(/"time":"([^"]+)"/.exec(line)?.[1] ?? '')
  return troubles.some((trouble) => trouble.from <= at && trouble.to + SETTLING >= at)
}
