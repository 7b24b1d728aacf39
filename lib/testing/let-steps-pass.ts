import { setImmediate } from 'node:timers/promises'
import { inject } from 'vitest'

/** Lets others do so many steps: of promises, or turns of the event loop where the stores are late. */
export async function letStepsPass(steps: number): Promise<void> {
  const step = inject('lateStores') ? () => setImmediate() : () => Promise.resolve()
  for (let passed = 0; passed < steps; passed += 1) await step()
}
