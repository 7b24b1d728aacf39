import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** The fake provider in a process of its own, on a free port unless `port` is given. */
export async function startProviderProcess(
  port = 0,
): Promise<{ url: string; end(): Promise<void> }> {
  const child = spawn(process.execPath, ['e2e/fake-provider.ts', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) {
    const url = /listening on (http:\S+)/.exec(line)?.[1]
    if (url === undefined) continue
    return {
      url,
      async end() {
        const gone = once(child, 'exit')
        child.kill('SIGTERM')
        await gone
      },
    }
  }
  throw new Error('the fake provider did not start')
}
