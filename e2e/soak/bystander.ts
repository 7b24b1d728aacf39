import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

/** The data that the thread is started with. */
export type BystanderData = { url: string; cookie: string }

/** How long the calls since the last question took, in milliseconds. */
export type Waited = { health: number[]; stop: number[] }

/** The pauses between two calls are longer than a call usually takes. */
const HEALTH_EVERY_MS = 20
const STOP_EVERY_MS = 250

const { url, cookie } = workerData as BystanderData
const agent = new Agent({ keepAlive: true })
let waited: Waited = { health: [], stop: [] }
let stopped = 0

/**
 * Runs in a thread of its own, which does nothing else: a person who again and again asks whether
 * the server is well, and stops an answer that they have just asked for.
 */
parentPort?.on('message', () => {
  parentPort?.postMessage(waited)
  waited = { health: [], stop: [] }
})

void repeat(HEALTH_EVERY_MS, async () => {
  waited.health.push(await timed(() => call('GET', '/api/health', 200)))
})

void repeat(STOP_EVERY_MS, async () => {
  stopped += 1
  const answer = `bystander-${stopped}`
  const parts = [{ type: 'text', text: '[[tokens=500 rate=20]]' }]
  const turn = { message: { role: 'user', parts }, assistantMessageId: answer }
  await call('POST', '/api/chat', 202, turn)
  const stop = () => call('POST', `/api/messages/${answer}/cancel`, 200, {})
  waited.stop.push(await timed(stop))
})

async function repeat(everyMs: number, act: () => Promise<void>): Promise<void> {
  for (;;) {
    await act()
    await pause(everyMs)
  }
}

async function timed(act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await act()
  return performance.now() - startedAt
}

function call(method: string, path: string, expected: number, body?: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { Cookie: cookie, 'Content-Type': 'application/json', Prefer: 'respond-async' }
    const calling = request(`${url}${path}`, { method, agent, headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === expected) resolve()
        else reject(new Error(`${method} ${path}: ${response.statusCode}`))
      })
    })
    calling.on('error', reject)
    calling.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
