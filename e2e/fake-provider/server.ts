import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { answerBooks } from './answer-books.ts'
import { answerCall } from './answer-call.ts'
import { sendJson } from './json-body.ts'
import { Ledger } from './ledger.ts'
import { Refusal } from './refusal.ts'
import { vendorError } from './vendor-error.ts'

export type FakeProvider = {
  /** `http://127.0.0.1:PORT`; a vendor's base URL is this with `/v1`. */
  url: string
  close(): Promise<void>
}

const models = ['fake-small', 'fake-large']

/** Listens on 127.0.0.1. @param port 0 takes a free one */
export async function startFakeProvider({ port }: { port: number }): Promise<FakeProvider> {
  const ledger = new Ledger()
  const server = createServer((request, response) => {
    answer(request, response, ledger).catch((error: unknown) => {
      ledger.refuse(String(error))
      sendError(response, error)
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
  ledger: Ledger,
): Promise<void> {
  const address = new URL(request.url ?? '/', 'http://fake-provider')
  switch (`${request.method} ${address.pathname}`) {
    case 'POST /v1/chat/completions':
      return answerCall('chat-completions', request, response, ledger)
    case 'POST /v1/responses':
      return answerCall('responses', request, response, ledger)
    case 'GET /v1/models':
      return sendJson(response, 200, { object: 'list', data: models.map(listedModel) })
    default:
      return answerBooks(request, response, address, ledger)
  }
}

function listedModel(id: string): object {
  return { id, object: 'model', created: 1_760_000_000, owned_by: 'fake-provider' }
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy()
  const status = error instanceof Refusal ? error.status : 500
  const message = error instanceof Error ? error.message : String(error)
  sendJson(response, status, { error: { ...vendorError(status), message, code: null } })
}
