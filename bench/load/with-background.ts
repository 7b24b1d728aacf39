import { setTimeout as pause } from 'node:timers/promises'
import type { Arm } from '../arms/arm.ts'
import { timedCall } from './call.ts'
import { AnswerBroken, type Reader } from './reader.ts'
import { startReaders } from './start-readers.ts'

const RATE = 50
const START_DEADLINE_MS = 15_000

/**
 * Runs something while so many answers run beside it, at 50 tokens a second each. Throws
 * {@link AnswerBroken} where the server does not get them going.
 */
export async function withBackground<Value>(
  arm: Arm,
  streams: number,
  run: (readers: readonly Reader[]) => Promise<Value>,
  options?: { arrivals?: boolean },
): Promise<Value> {
  const script = { tokens: 99_999, rate: RATE }
  const readers = await startReaders(arm, streams, script, { rampMs: streams * 10, ...options })
  const stopAll = () => readers.map((reader) => stopReader(arm, reader))
  try {
    await allBegun(readers)
    const value = await run(readers)
    await Promise.all(stopAll())
    return value
  } catch (error) {
    // Some may not have begun, and cannot be stopped then.
    await Promise.allSettled(stopAll())
    for (const reader of readers) reader.close()
    throw error
  }
}

async function allBegun(readers: readonly Reader[]): Promise<void> {
  const begun = Promise.all(readers.map((reader) => reader.until(1)))
  await Promise.race([begun, pause(START_DEADLINE_MS)])
  if (readers.every((reader) => reader.tokens > 0)) return
  throw new AnswerBroken(`${readers.length} answers did not begin in ${START_DEADLINE_MS} ms`)
}

/** Stops an answer as this arm's people do; resolves when that is confirmed. */
export async function stopReader(arm: Arm, reader: Reader): Promise<void> {
  const stop = arm.stop?.(reader.key)
  if (stop) await timedCall(arm, stop)
  else reader.close()
}
