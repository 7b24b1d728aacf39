import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Ledger } from '../books/ledger.ts'
import { parseDirective, type Script } from '../directives/directive.ts'
import { readJsonBody } from '../directives/json-body.ts'
import { Refusal } from '../directives/refusal.ts'
import { withDirectives, type Directives } from '../directives/with-directives.ts'
import { parseQuestion } from '../wires/question.ts'
import type { Protocol } from '../wires/wire.ts'
import { Connection } from './connection.ts'
import { play } from './play.ts'

/** Answers a model call as its directive says. @throws Refusal on a wrong request */
export async function answerCall(
  protocol: Protocol,
  request: IncomingMessage,
  response: ServerResponse,
  { ledger, directives }: { ledger: Ledger; directives: Directives },
): Promise<void> {
  ledger.watch(request.socket)
  const { text, begun, model, messages, system, includeUsage } = parseQuestion(
    protocol,
    withDirectives(await readJsonBody(request), directives),
  )
  const script = parseDirective(text)
  refuseUnknownFinish(protocol, script)
  const { call, gate } = ledger.enter({
    key: script.key,
    hold: script.hold,
    wire: protocol.name,
    model,
    messages,
    system,
    headers: request.headers,
  })
  const connection = new Connection(response, call, script.splitBytes === true)
  const inputTokens = Math.ceil(JSON.stringify([system, messages]).length / 4)
  const wire = protocol.wire({ number: call.number, model, includeUsage, inputTokens })
  try {
    await play({ script, begun, protocol, wire, call, connection, gate, inputTokens })
  } catch (error) {
    if (!connection.closed.aborted) throw error
  } finally {
    ledger.leave(call)
  }
}

function refuseUnknownFinish({ name, finishes }: Protocol, { finish }: Script): void {
  if (finishes.includes(finish)) return
  throw new Refusal(400, `directive: an answer over ${name} cannot end with ${finish}`)
}
