import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { endWithProcess } from './end-with-process.ts'

const START_DEADLINE_MS = 30_000

export type ServerProcess = { url: string; processId: number; end(): Promise<void> }

/** Runs a Node program that listens on a port. Resolves at its first response, of any status. */
export async function startServerProcess(
  programArguments: readonly string[],
  port: number,
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, programArguments, {
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const callOff = endWithProcess(() => child.kill('SIGKILL'))
  const url = `http://127.0.0.1:${port}`
  const giveUpAt = performance.now() + START_DEADLINE_MS
  while (!(await answers(url)) || child.exitCode !== null) {
    if (child.exitCode !== null || performance.now() > giveUpAt) {
      child.kill('SIGKILL')
      throw new Error(`${programArguments.join(' ')} did not start`)
    }
    await pause(50)
  }
  if (child.pid === undefined) throw new Error('no process')
  return {
    url,
    processId: child.pid,
    async end() {
      callOff()
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      // SIGTERM would let Next wait for its open streams without limit, and nothing need be saved.
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).text()
    return true
  } catch {
    return false
  }
}
