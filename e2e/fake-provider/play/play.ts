import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Call } from '../books/call.ts'
import type { Gate } from '../books/gate.ts'
import type { Script } from '../directives/directive.ts'
import { faultsOf, type Fault } from '../directives/fault.ts'
import type { Protocol, Wire } from '../wires/wire.ts'
import { answerTokens, tokensAfter } from './answer-tokens.ts'
import type { Connection } from './connection.ts'
import { Pace } from './pace.ts'

/** Milliseconds between the signs of life that a vendor sends before the first token. */
const KEEP_ALIVE_INTERVAL = 250

/** Everything that one answer is made of. */
export type Answer = {
  script: Script
  /** The text that the answer already has. */
  begun: string
  protocol: Protocol
  wire: Wire
  call: Call
  connection: Connection
  gate: Gate
  inputTokens: number
}

/** Answers the call as its script says. @throws AbortError when the client closes */
export async function play(answer: Answer): Promise<void> {
  const { script, protocol, wire, call, connection, inputTokens } = answer
  await pauseFor(script.delay, connection.closed)
  const faulty = call.attempt <= (script.faultyAttempts ?? Infinity)
  if (faulty && script.status !== undefined) {
    refuse(answer, script.status)
    return
  }
  connection.sendHeaders(200, {
    'content-type': protocol.contentType,
    'cache-control': 'no-cache',
    ...requestIdHeader(answer),
  })
  await connection.write(wire.begin())
  await waitForFirstToken(answer)
  const sendUpTo = sender(answer)
  for (const fault of faulty ? faultsOf(script) : []) {
    await sendUpTo(fault.after)
    await applyFault(fault, answer)
    if (fault.kind !== 'garbage') return
  }
  await sendUpTo(script.reasoning + script.tokens)
  const usage = { inputTokens, reasoningTokens: script.reasoning, textTokens: script.tokens }
  await connection.write(wire.finish(script.finish, usage))
  connection.end()
}

/** Waits as long as the script says, and keeps the connection alive as the vendor does. */
async function waitForFirstToken({ script, protocol, connection }: Answer): Promise<void> {
  if (protocol.keepAlive === undefined) {
    return pauseFor(script.firstTokenDelay, connection.closed)
  }
  let left = script.firstTokenDelay
  for (; left > KEEP_ALIVE_INTERVAL; left -= KEEP_ALIVE_INTERVAL) {
    await pauseFor(KEEP_ALIVE_INTERVAL, connection.closed)
    await connection.write(protocol.keepAlive)
  }
  await pauseFor(left, connection.closed)
}

/** Makes the function that sends tokens up to a position, at the script's rate, past the gate. */
function sender({ script, begun, wire, call, connection, gate }: Answer) {
  const tokens = tokensAfter(answerTokens(script), begun)
  const pace = new Pace(script.rate)
  let sent = 0

  async function waitWhileHeld(): Promise<void> {
    if (sent < gate.position) return
    call.held = true
    try {
      while (sent >= gate.position) await gate.wait(connection.closed)
    } finally {
      call.held = false
    }
    pace.start(sent)
  }

  return async (wanted: number): Promise<void> => {
    const position = Math.min(wanted, tokens.length)
    while (true) {
      await waitWhileHeld()
      if (sent >= position) return
      const due = Math.min(pace.due(), position, gate.position)
      if (due <= sent) {
        await pauseFor(pace.millisecondsUntil(sent), connection.closed)
        continue
      }
      await connection.writeTokens(tokens.slice(sent, due), (token) => wire.token(token))
      sent = due
    }
  }
}

async function applyFault({ kind }: Fault, { script, protocol, wire, connection }: Answer) {
  switch (kind) {
    case 'cut':
      return connection.cut()
    case 'silent':
      await once(connection.closed, 'abort')
      return
    case 'end':
      return connection.end()
    case 'error':
      await connection.write(wire.failure(script.code))
      return connection.end()
    case 'garbage':
      return connection.write(protocol.garbage)
  }
}

function refuse(answer: Answer, status: number): void {
  const { script, protocol, call, connection } = answer
  const { retryAfter, code } = script
  connection.sendHeaders(status, {
    'content-type': 'application/json',
    ...requestIdHeader(answer),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  })
  const problem = { status, code, model: call.model, requestId: requestIdOf(call) }
  connection.end(JSON.stringify(protocol.errorBody(problem)))
}

function requestIdHeader({ protocol, call }: Answer): Record<string, string> {
  return protocol.requestIdHeader === null ? {} : { [protocol.requestIdHeader]: requestIdOf(call) }
}

function requestIdOf({ number }: Call): string {
  return `req_fake_${number}`
}

async function pauseFor(milliseconds: number, closed: AbortSignal): Promise<void> {
  closed.throwIfAborted()
  if (milliseconds > 0) await pause(milliseconds, undefined, { signal: closed })
}
