import { setTimeout as pause } from 'node:timers/promises'
import type { Arm } from '../arms/arm.ts'
import { timedCall } from './call.ts'
import { AnswerBroken, type Reader } from './reader.ts'
import { startReaders } from './start-readers.ts'

const RATE = 50
const START_DEADLINE_MS = 15_000

/**
 * Calls `run` while this many answers stream at 50 tokens a second each.
 * @throws AnswerBroken if the server does not get the answers going
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
    // Answers that have not begun cannot be stopped.
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

/** Stops an answer as a person does on this arm. Resolves when the stop is confirmed. */
export async function stopReader(arm: Arm, reader: Reader): Promise<void> {
  const stop = arm.stop?.(reader.key)
  if (stop) await timedCall(arm, stop)
  else reader.close()
}
