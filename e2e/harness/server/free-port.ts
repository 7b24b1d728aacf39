import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the ports that a system gives to connections, and to servers that take any port: one of those could
 * take a port between this look at it and its use, or while a server is started again.
 */
const LOWEST = 12_000
const OF_A_PROCESS = 1_000

/** Processes of tests that run at the same time have numbers of their own. Others share the last ports. */
const ofThisProcess = Number(process.env['TEST_PARALLEL_INDEX'] ?? 9) % 10
let next = Math.floor(Math.random() * OF_A_PROCESS)

/** A port on which nothing listens on the loopback interface; another one each time. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < OF_A_PROCESS; tries += 1) {
    next = (next + 1) % OF_A_PROCESS
    const port = LOWEST + ofThisProcess * OF_A_PROCESS + next
    if (await isFree(port)) return port
  }
  throw new Error('no port')
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
