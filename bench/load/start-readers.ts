import { setTimeout as pause } from 'node:timers/promises'
import type { Arm } from '../arms/arm.ts'
import type { AnswerRequest } from '../provider/script.ts'
import { Reader } from './reader.ts'

let asked = 0

/** A key that no call had before. */
export function newKey(): string {
  asked += 1
  return `bench-${process.pid}-${asked}`
}

/** Asks for an answer under a new key. */
export function startReader(
  arm: Arm,
  script: Omit<AnswerRequest, 'key'>,
  options?: { arrivals?: boolean },
): Reader {
  const key = newKey()
  return new Reader(arm, key, arm.ask({ ...script, key }), options)
}

/** Asks for `count` answers, evenly over `rampMs`. */
export async function startReaders(
  arm: Arm,
  count: number,
  script: Omit<AnswerRequest, 'key'>,
  { rampMs = 0, ...options }: { rampMs?: number; arrivals?: boolean } = {},
): Promise<Reader[]> {
  return evenly(count, rampMs, () => startReader(arm, script, options))
}

/** Makes something `count` times, evenly over `rampMs`. */
export async function evenly<Made>(
  count: number,
  rampMs: number,
  make: (index: number) => Made,
): Promise<Made[]> {
  const made: Made[] = []
  const startedAt = performance.now()
  for (let index = 0; index < count; index += 1) {
    const wait = startedAt + (index * rampMs) / count - performance.now()
    if (wait > 0) await pause(wait)
    made.push(make(index))
  }
  return made
}

export function tokensOf(readers: readonly { readonly tokens: number }[]): number {
  return readers.reduce((sum, reader) => sum + reader.tokens, 0)
}
