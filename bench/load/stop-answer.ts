import { setTimeout as pause } from 'node:timers/promises'
import type { Arm } from '../arms/arm.ts'
import type { CallRecord } from '../provider/call.ts'
import type { Provider } from '../provider/provider.ts'
import { now } from '../system/clock.ts'
import { startReader } from './start-readers.ts'
import { stopReader } from './with-background.ts'

const RATE = 50
const CLOSE_DEADLINE_MS = 30_000

/** The effect of a stop, from the press of the button on. */
export type Stop = {
  /** Milliseconds until the provider's socket was closed, as the provider saw it. */
  closedInMs: number
  /** How many tokens the provider sent after the press. */
  tokensAfter: number
}

/** Asks for an answer, lets it run a little, stops it through a server, and reads the provider's books. */
export async function stopAnswer(arm: Arm, provider: Provider, through = arm): Promise<Stop> {
  const reader = startReader(arm, { tokens: 5_000, rate: RATE })
  await reader.until(2)
  // A stop may come at any moment between two tokens.
  await pause((Math.random() * 1000) / RATE)
  const pressedAt = now()
  await stopReader(through, reader)
  const { closedAt, sentAt } = await closedCall(provider, reader.key)
  reader.close()
  return {
    closedInMs: closedAt - pressedAt,
    tokensAfter: sentAt.filter((at) => at > pressedAt).length,
  }
}

async function closedCall(
  provider: Provider,
  key: string,
): Promise<CallRecord & { closedAt: number; sentAt: number[] }> {
  const giveUpAt = performance.now() + CLOSE_DEADLINE_MS
  while (performance.now() < giveUpAt) {
    const call = await provider.call(key)
    if (call.closedAt !== null) return { ...call, closedAt: call.closedAt }
    await pause(2)
  }
  throw new Error(`${key} was stopped, and its provider's socket stayed open`)
}
