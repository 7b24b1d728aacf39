import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

const START_DEADLINE = 30_000

/**
 * Resolves once the server in this process answers that it is ready. Throws with everything that it
 * has said if it ends, or takes too long.
 */
export async function untilReady(
  child: ChildProcess,
  url: string,
  said: () => string,
): Promise<void> {
  const giveUpAt = performance.now() + START_DEADLINE
  const closed = once(child, 'close')
  // The server's own word counts: another one may have been given the same free port.
  while (!said().includes('Ready in') || !(await isReady(url))) {
    // Its last words may come after its exit.
    if (child.exitCode !== null) await closed
    if (child.exitCode !== null || performance.now() > giveUpAt) {
      throw new Error(`the server did not start:\n${said()}`)
    }
    await pause(50)
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/ready`)).ok
  } catch {
    return false
  }
}
