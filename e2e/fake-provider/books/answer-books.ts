import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendJson } from '../directives/json-body.ts'
import { Refusal } from '../directives/refusal.ts'
import type { Ledger } from './ledger.ts'

/**
 * `GET /books`, `DELETE /books`, `GET /books/KEY`, `POST /books/KEY/release[?until=N]`.
 * @throws Refusal on anything else
 */
export function answerBooks(
  request: IncomingMessage,
  response: ServerResponse,
  address: URL,
  ledger: Ledger,
): void {
  const [, , key, verb] = address.pathname.split('/')
  const called = `${request.method} ${[key && 'KEY', verb].filter(Boolean).join('/')}`
  switch (called) {
    case 'GET ':
      return sendJson(response, 200, ledger.read())
    case 'DELETE ':
      ledger.clear()
      return sendJson(response, 200, ledger.read())
    case 'GET KEY':
      return sendJson(response, 200, entryOf(key, ledger).call)
    case 'POST KEY/release': {
      const { call, gate } = entryOf(key, ledger)
      gate.release(positionOf(address.searchParams.get('until')))
      return sendJson(response, 200, call)
    }
    default:
      throw new Refusal(404, `no such page: ${request.method} ${address.pathname}`)
  }
}

function entryOf(key: string | undefined, ledger: Ledger) {
  const entry = ledger.find(key ?? '')
  if (entry === undefined) throw new Refusal(404, `no call ${key} in the books`)
  return entry
}

function positionOf(until: string | null): number {
  if (until === null) return Infinity
  if (!/^\d{1,6}$/.test(until)) throw new Refusal(400, 'until must be a whole number')
  return Number(until)
}
