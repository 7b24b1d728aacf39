import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { movesByType, type PartMove } from '@/lib/contract/parts/part-kinds'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import { nextTurn } from '@/lib/platform/turns'
import type { ModelCall } from '@/lib/providers/call/call-model'
import { failed, failedBy, finished } from './call-endings'
import { reportFailed, reportLeftOut, reportUnfollowed } from './call-reports'
import { LeftOutParts } from './left-out-parts'
import { waitBeforeRetry } from './retry-policy'
import type { RunningStream } from './running-stream'
import type { StreamAction } from './stream-state'

/** Opens the provider's call; the signal is the stream's own, never a reader's. */
export type OpenProvider = (signal: AbortSignal) => ModelCall

export type PumpDependencies = { clock: Clock; log: Log }

/** One call to the provider. */
type ProviderCall = PumpDependencies & { leftOut: LeftOutParts }

/** The same, once it has been made. */
type OpenCall = ProviderCall & Pick<ModelCall, 'lane'>

const moves = movesByType('vendorTypes')

/** After so many parts the other streams get a turn: 5 ms of work if the parts have all arrived. */
const PARTS_A_TURN = 100

/** This many UTF-16 code units are as much work as one more part. */
const CHARACTERS_A_PART = 1_000

/**
 * Reads the provider into the stream until either ends, and calls the provider again if it failed
 * before its first token. Resolves when the last call is over, however it ended. The ending that is
 * dispatched first decides how the stream ends.
 */
export async function pump(
  stream: RunningStream,
  openProvider: OpenProvider,
  dependencies: PumpDependencies,
): Promise<void> {
  const { clock, log } = dependencies
  let attempt = 1
  for (let calls = 1; ; calls += 1) {
    const leftOut = new LeftOutParts()
    const ending = await readProvider(stream, openProvider, { clock, log, leftOut })
    reportLeftOut(stream, leftOut, log)
    if (ending.type === 'provider-failed') reportFailed(stream, ending, calls, log)
    const isLoading = ending.type === 'provider-failed' && ending.isLoading === true
    if (isLoading) stream.dispatch({ type: 'model-loading' })
    const hasBegun = stream.state.firstTokenAt !== undefined
    const wait = waitBeforeRetry(ending, { attempt, hasBegun })
    if (wait !== undefined) await pause(clock, wait, stream.providerSignal)
    if (wait === undefined || stream.providerSignal.aborted) {
      stream.dispatch(ending)
      return
    }
    if (!isLoading) attempt += 1
  }
}

/** Waits, but ends early if the stream ends. */
async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const callOff = clock.after(milliseconds, resolve)
  signal.addEventListener('abort', () => resolve(), { once: true })
  await promise
  callOff()
}

/** Reads one call to its end. After an abort, that end is the abort's own, and comes too late. */
async function readProvider(
  stream: RunningStream,
  openProvider: OpenProvider,
  call: ProviderCall,
): Promise<StreamAction> {
  const modelCall = openProvider(stream.providerSignal)
  stream.providerCall = modelCall
  try {
    const { stream: parts } = await modelCall.answer
    const ending = await readParts(parts, stream, { ...call, lane: modelCall.lane })
    return ending ?? failed('provider_protocol', stream, call.clock)
  } catch (error) {
    return failedBy(error, stream, call.clock)
  }
}

async function readParts(
  parts: ReadableStream<LanguageModelV4StreamPart>,
  stream: RunningStream,
  call: OpenCall,
): Promise<StreamAction | undefined> {
  const reader = parts.getReader()
  // A model that overlooks its signal must not hold this loop.
  const drop = () => void reader.cancel().catch(() => {})
  stream.providerSignal.addEventListener('abort', drop, { once: true })
  if (stream.providerSignal.aborted) drop()
  let ending: StreamAction | undefined
  call.lane?.connect((kind, text) => {
    try {
      stream.receive(kind, text, call.clock.monotonic())
    } catch (error) {
      // Thrown on, it would be an error of the connection, or of its timer, and not of this stream.
      ending = failedBy(error, stream, call.clock)
      drop()
    }
  })
  try {
    let work = 0
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      ending = handlePart(read.value, stream, call) ?? ending
      if (ending?.type === 'provider-failed') break
      work += workOf(read.value)
      if (work < PARTS_A_TURN || stream.providerSignal.aborted) continue
      work = 0
      await nextTurn()
    }
  } finally {
    call.lane?.disconnect()
    stream.providerSignal.removeEventListener('abort', drop)
    // After an error in its stream a provider may keep the connection open.
    drop()
  }
  return ending
}

function workOf(part: LanguageModelV4StreamPart): number {
  return 'delta' in part ? 1 + part.delta.length / CHARACTERS_A_PART : 1
}

/** Passes one part on; returns how the stream ends if the part says so. */
function handlePart(
  part: LanguageModelV4StreamPart,
  stream: RunningStream,
  call: OpenCall,
): StreamAction | undefined {
  const move = moves.get(part.type)
  if (move) {
    carryOut(move, 'delta' in part ? part.delta : '', stream, call)
    return undefined
  }
  switch (part.type) {
    case 'error':
      return failedBy(part.error, stream, call.clock)
    case 'finish':
      return finished(part, stream, call)
    case 'stream-start':
      reportUnfollowed(stream, part.warnings, call.log)
      return undefined
    // These belong to the connection, not to the answer.
    case 'response-metadata':
    case 'ping':
      return undefined
    default:
      call.leftOut.add(part)
      return undefined
  }
}

function carryOut({ kind, step }: PartMove, delta: string, stream: RunningStream, call: OpenCall) {
  switch (step) {
    case 'open':
      // A part begins with its first delta: Ollama opens an empty text before its thinking.
      return
    case 'grow':
      if (delta === '') return
      stream.receive(kind, delta, call.clock.monotonic())
      call.lane?.textBroughtOut()
      return
    case 'close':
      stream.closePart()
  }
}
