import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { answerBooks } from './books/answer-books.ts'
import { Ledger } from './books/ledger.ts'
import { sendJson } from './directives/json-body.ts'
import { Refusal } from './directives/refusal.ts'
import type { Directives } from './directives/with-directives.ts'
import { answerCall } from './play/answer-call.ts'
import { openAiErrorBody } from './wires/openai-error.ts'
import { routeOf, type Route } from './wires/protocols.ts'

export type FakeProvider = {
  /**
   * `http://127.0.0.1:PORT`. With `/v1` this is the base URL of OpenAI and Anthropic, with
   * `/deepseek` that of DeepSeek, and with `/ollama` the host of Ollama.
   */
  url: string
  close(): Promise<void>
}

/** Completes the path of a request to a URL; the host does not matter. */
const ORIGIN = 'http://fake-provider'

/**
 * Listens on 127.0.0.1.
 * @param port 0 takes a free port
 * @param directives by the questions that carry none themselves
 */
export async function startFakeProvider({
  port,
  directives = new Map(),
}: {
  port: number
  directives?: Directives
}): Promise<FakeProvider> {
  const ledger = new Ledger()
  const server = createServer((request, response) => {
    const address = URL.parse(request.url ?? '/', ORIGIN) ?? new URL(ORIGIN)
    const route = routeOf(`${request.method} ${address.pathname}`)
    answer(request, response, { address, route, ledger, directives }).catch((error: unknown) => {
      ledger.refuse(String(error))
      sendError(response, error, route)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  {
    address,
    route,
    ledger,
    directives,
  }: { address: URL; route: Route | undefined; ledger: Ledger; directives: Directives },
): Promise<void> {
  if (route === undefined) return answerBooks(request, response, address, ledger)
  if (route.page) return sendJson(response, 200, await route.page(request))
  return answerCall(route.protocol, request, response, { ledger, directives })
}

function sendError(response: ServerResponse, error: unknown, route: Route | undefined): void {
  if (response.headersSent) return void response.destroy()
  const status = error instanceof Refusal ? error.status : 500
  const message = error instanceof Error ? error.message : String(error)
  const errorBody = route?.protocol.errorBody ?? openAiErrorBody
  sendJson(response, status, errorBody({ status, message }))
}
