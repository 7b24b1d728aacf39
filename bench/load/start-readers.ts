import { setTimeout as pause } from 'node:timers/promises'
import type { Arm } from '../arms/arm.ts'
import type { AnswerRequest } from '../provider/script.ts'
import { Reader } from './reader.ts'

let asked = 0

/** Asks for an answer under a key that no call had before. */
export function startReader(
  arm: Arm,
  script: Omit<AnswerRequest, 'key'>,
  options?: { arrivals?: boolean },
): Reader {
  asked += 1
  const key = `bench-${process.pid}-${asked}`
  return new Reader(arm, key, arm.ask({ ...script, key }), options)
}

/** Asks for `count` answers, evenly over `rampMs`. */
export async function startReaders(
  arm: Arm,
  count: number,
  script: Omit<AnswerRequest, 'key'>,
  { rampMs = 0, ...options }: { rampMs?: number; arrivals?: boolean } = {},
): Promise<Reader[]> {
  const readers: Reader[] = []
  const startedAt = performance.now()
  for (let index = 0; index < count; index += 1) {
    const wait = startedAt + (index * rampMs) / count - performance.now()
    if (wait > 0) await pause(wait)
    readers.push(startReader(arm, script, options))
  }
  return readers
}

export function tokensOf(readers: readonly Reader[]): number {
  return readers.reduce((sum, reader) => sum + reader.tokens, 0)
}
