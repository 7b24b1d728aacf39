/**
 * `npm run try -- openai/gpt-5.4-mini "A question" --pieces 30`: asks a configured model, on a server
 * and a database of its own, stops the answer after 30 pieces of text, and prints the receipt and each
 * call that failed. Without a model, it lists the configured models.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { AppServer } from './harness/server/app-server.ts'

type Chunk = { type: string; delta?: string; errorText?: string }
type Outcome = { outcome: string; endReason: string; receipt?: object; usage?: object }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pieces: { type: 'string', default: '30' } },
})
/** How long the log may take to tell of the answer's end, in milliseconds. */
const LOG_MS = 2_000

const [model, question = 'Tell me a long story.'] = positionals
const headers: Record<string, string> = { 'Content-Type': 'application/json' }

const { DATABASE_URL: _, ...environment } = process.env
const server = await AppServer.start({
  ...Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => [[name, value ?? '']]),
  ),
  LOG_LEVEL: 'info',
})
try {
  await signIn()
  if (model === undefined) await listModels()
  else await askAndStop(model, Number(values.pieces))
} finally {
  await server.remove()
}

async function signIn(): Promise<void> {
  const response = await call('/api/auth/sign-in/anonymous', {})
  headers['Cookie'] = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

async function listModels(): Promise<void> {
  const response = await fetch(`${server.url}/api/models`, { headers })
  const { models } = (await response.json()) as { models: { id: string; name: string }[] }
  for (const { id, name } of models) console.log(`${id}  ${name}`)
  for (const line of server.output.split('\n')) {
    if (line.includes('"listing models failed"')) console.error('\nA list is missing:', line)
  }
}

async function askAndStop(modelId: string, pieces: number): Promise<void> {
  const answerId = randomUUID()
  const message = { role: 'user', parts: [{ type: 'text', text: question }] }
  const response = await call('/api/chat', {
    message,
    model: modelId,
    assistantMessageId: answerId,
  })
  let seen = 0
  for await (const chunk of chunksOf(response)) {
    if (chunk.type === 'error') {
      console.error(`\n${chunk.errorText}`)
      process.exitCode = 1
    }
    if (chunk.delta === undefined) continue
    process.stdout.write(chunk.delta)
    seen += 1
    if (seen === pieces) {
      const stopped = await call(`/api/messages/${answerId}/cancel`, {})
      const { outcome, endReason, receipt, usage } = (await stopped.json()) as Outcome
      console.log(`\n\n${outcome}, ${endReason}`, receipt ?? '', usage ?? '')
    }
  }
  await reportFailedCalls(answerId)
  if (seen < pieces) console.log('\n\nThe answer ended before it was stopped.')
}

/** The server's log has a line for each failed call, without a word of the conversation. */
async function reportFailedCalls(answerId: string): Promise<void> {
  const lines = () => server.output.split('\n').filter((line) => line.includes(answerId))
  const giveUpAt = performance.now() + LOG_MS
  while (!lines().some((line) => line.includes('"stream ended"')) && performance.now() < giveUpAt) {
    await pause(20)
  }
  for (const line of lines().filter((each) => each.includes('"a call to a provider failed"'))) {
    console.error('\nA call failed:', line)
  }
}

async function* chunksOf(response: Response): AsyncGenerator<Chunk> {
  const events = response.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
  for await (const { data } of events ?? []) {
    if (data !== '[DONE]') yield JSON.parse(data) as Chunk
  }
}

/** @throws Error with the text of a response that is no success */
async function call(path: string, body: object): Promise<Response> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response
}
