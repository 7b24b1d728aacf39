import { freePort } from '../../e2e/harness/server/free-port.ts'
import type { AnswerRequest } from '../provider/script.ts'
import { startServerProcess } from '../system/server-process.ts'
import type { Arm, ArmName, Call } from './arm.ts'
import { startFullstop } from './fullstop.ts'

const json = { 'Content-Type': 'application/json' }
const next = 'node_modules/next/dist/bin/next'

/** Starts these servers, which run side by side. Disposing of the result ends them all. */
export async function startArms(
  names: readonly ArmName[],
  providerUrl: string,
): Promise<{ arms: Arm[] } & AsyncDisposable> {
  const arms: Arm[] = []
  const endAll = async () => void (await Promise.all(arms.map((arm) => arm.end())))
  try {
    // One after another: a free port stays free only until the next one is looked for.
    for (const name of names) arms.push(await startArm(name, providerUrl))
  } catch (error) {
    await endAll()
    throw error
  }
  return { arms, [Symbol.asyncDispose]: endAll }
}

async function startArm(name: ArmName, providerUrl: string): Promise<Arm> {
  switch (name) {
    case 'node-relay':
      return { name, ask: askProvider('/'), ...(await startNodeRelay(providerUrl)) }
    case 'next-relay':
      return { name, ask: askProvider('/api/relay'), ...(await startTextbookApp(providerUrl)) }
    case 'textbook':
      return { name, ask: askTextbook, ...(await startTextbookApp(providerUrl)) }
    case 'fullstop':
      return startFullstop(providerUrl)
    case 'fullstop-unsaved':
      return startFullstop(providerUrl, { saving: false })
  }
}

async function startNodeRelay(providerUrl: string) {
  const port = await freePort()
  return startServerProcess(['bench/arms/node-relay.ts', String(port)], port, {
    PROVIDER_URL: providerUrl,
  })
}

/** The relay and the textbook are routes of one small app, each run in a process of its own. */
async function startTextbookApp(providerUrl: string) {
  const port = await freePort()
  const start = [next, 'start', 'bench/textbook-app', '--port', String(port)]
  return startServerProcess(start, port, { PROVIDER_URL: providerUrl })
}

/** The relays pass the body on, so it is the one that the AI SDK sends for such a question. */
function askProvider(path: string): (script: AnswerRequest) => Call {
  return (script) => ({
    path,
    headers: json,
    body: JSON.stringify({
      model: 'bench',
      messages: [{ role: 'user', content: JSON.stringify(script) }],
      stream: true,
      stream_options: { include_usage: true },
    }),
  })
}

/** The call in the shape of `useChat`. */
function askTextbook(script: AnswerRequest): Call {
  const parts = [{ type: 'text', text: JSON.stringify(script) }]
  const messages = [{ id: `question-${script.key}`, role: 'user', parts }]
  return {
    path: '/api/chat',
    headers: json,
    body: JSON.stringify({ id: script.key, messages, trigger: 'submit-message' }),
  }
}
