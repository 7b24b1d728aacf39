import type { Arm } from '../arms/arm.ts'
import { timedCall } from './call.ts'
import type { Reader } from './reader.ts'
import { startReaders } from './start-readers.ts'

const RATE = 50

/** Runs something while so many answers run beside it, at 50 tokens a second each. */
export async function withBackground<Value>(
  arm: Arm,
  streams: number,
  run: (readers: readonly Reader[]) => Promise<Value>,
  options?: { arrivals?: boolean },
): Promise<Value> {
  const script = { tokens: 99_999, rate: RATE }
  const readers = await startReaders(arm, streams, script, { rampMs: streams * 10, ...options })
  try {
    await Promise.all(readers.map((reader) => reader.until(1)))
    return await run(readers)
  } finally {
    await Promise.all(readers.map((reader) => stopReader(arm, reader)))
  }
}

/** Stops an answer as this arm's people do; resolves when that is confirmed. */
export async function stopReader(arm: Arm, reader: Reader): Promise<void> {
  const stop = arm.stop?.(reader.key)
  if (stop) await timedCall(arm, stop)
  else reader.close()
}
