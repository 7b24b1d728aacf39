import type { IncomingMessage, ServerResponse } from 'node:http'
import { chatCompletionsWire } from './chat-completions-wire.ts'
import { Connection } from './connection.ts'
import { parseDirective } from './directive.ts'
import { readJsonBody } from './json-body.ts'
import type { Ledger } from './ledger.ts'
import { play } from './play.ts'
import { parseQuestion } from './question.ts'
import { responsesWire } from './responses-wire.ts'
import type { WireName } from './wire.ts'

const wires = { 'chat-completions': chatCompletionsWire, responses: responsesWire }

/** Answers a model call as its directive says. @throws Refusal on a wrong request */
export async function answerCall(
  wireName: WireName,
  request: IncomingMessage,
  response: ServerResponse,
  ledger: Ledger,
): Promise<void> {
  ledger.watch(request.socket)
  const { text, begun, model, messages, includeUsage } = parseQuestion(
    wireName,
    await readJsonBody(request),
  )
  const script = parseDirective(text)
  const { call, gate } = ledger.enter({
    key: script.key,
    hold: script.hold,
    wire: wireName,
    model,
    messages,
    headers: request.headers,
  })
  const connection = new Connection(response, call, script.splitBytes === true)
  const wire = wires[wireName]({ number: call.number, model, includeUsage })
  try {
    const inputTokens = Math.ceil(JSON.stringify(messages).length / 4)
    await play({ script, begun, wire, call, connection, gate, inputTokens })
  } catch (error) {
    if (!connection.closed.aborted) throw error
  } finally {
    ledger.leave(call)
  }
}
