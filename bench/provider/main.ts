// A lean provider, for loads that are too heavy for the tests' fake provider.
// Usage: node bench/provider/main.ts PORT
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { Call } from './call.ts'
import { Lateness } from './lateness.ts'
import { Pacer } from './pacer.ts'
import { answerScriptSchema } from './script.ts'

const requestSchema = z.looseObject({
  messages: z.array(z.looseObject({ content: z.unknown() })).min(1),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).optional(),
})

const contentSchema = z.union([
  z.string(),
  z.array(z.looseObject({ text: z.string() })).transform((parts) => parts[0]?.text ?? ''),
])

const pacer = new Pacer()
const lateness = new Lateness()
const calls = new Map<string, Call>()

const server = createServer((request, response) => {
  handle(request, response).catch((error: unknown) => {
    response.writeHead(400, { 'content-type': 'text/plain' }).end(String(error))
  })
})

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://provider')
  const [, room, key] = pathname.split('/')
  switch (room) {
    case 'v1':
      return answer(request, response)
    case 'lateness':
      return sendJson(response, { p99: lateness.take() })
    case 'calls': {
      if (key === undefined) return sendJson(response, { tokensOfOpen: tokensOfOpenCalls() })
      const call = calls.get(key)
      if (!call) throw new Error(`no call ${key}`)
      return sendJson(response, { ...call.record, sentAt: call.sentAt })
    }
    default:
      throw new Error(`no such page: ${pathname}`)
  }
}

/** `POST /v1/chat/completions`: the last message is a script. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.socket.setNoDelay(true)
  const { messages, stream_options: options } = requestSchema.parse(JSON.parse(await text(request)))
  const question = contentSchema.parse(messages.at(-1)?.content)
  const script = answerScriptSchema.parse(JSON.parse(question))
  const call = new Call(script, response, {
    includeUsage: options?.include_usage === true,
    lateness,
  })
  calls.set(script.key, call)
  const firstAt = call.record.startedAt + script.delay
  pacer.add(firstAt, 1000 / script.rate, (dueAt) => call.send(dueAt))
}

function tokensOfOpenCalls(): number {
  return [...calls.values()].reduce((sum, call) => sum + (call.open ? call.record.sent : 0), 0)
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

server.listen(Number(process.argv[2]), '127.0.0.1')
