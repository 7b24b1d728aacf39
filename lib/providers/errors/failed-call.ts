import { APICallError, TypeValidationError } from '@ai-sdk/provider'
import type { FailedCall } from '@/lib/contract/message'
import { fieldsOf, listIn } from '@/lib/providers/wires/json-fields'
import { readVendorWords, wordIn } from './vendor-words'

/** What is known of a call that failed, whichever attempt it was. */
export type CallFacts = Omit<FailedCall, 'attempt'>

/** Under which names vendors and those who stand before them tell the ID of a call. */
const requestIdHeaders = [
  'x-request-id',
  'request-id',
  'x-ds-trace-id',
  'x-amzn-requestid',
  'apim-request-id',
  'cf-ray',
]

/** Errors lie in errors, and no deeper than this. */
const DEEPEST = 10

/** The ID under which a vendor knows a call, where its response tells one. */
export function requestIdOf(headers: { get(name: string): string | null }): string | undefined {
  return requestIdHeaders.map((name) => wordIn(headers.get(name))).find(Boolean)
}

/** What an error says of a call that failed by it. An abort is ours, and the cause of nothing. */
export function readFailure(error: unknown, wasAborted: boolean): CallFacts {
  const { code, type, requestId } = isOfVendor(error) ? readVendorWords(error) : {}
  const cause = wasAborted ? undefined : causeIn(error)
  return {
    ...(code !== undefined && { code }),
    ...(type !== undefined && { type }),
    ...(requestId !== undefined && { requestId }),
    ...(cause !== undefined && { cause }),
  }
}

/** What kind of error it is: its message may say anything. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}

/** The codes of all other errors are those of the system. */
function isOfVendor(error: unknown): boolean {
  return (
    APICallError.isInstance(error) ||
    TypeValidationError.isInstance(error) ||
    !(error instanceof Error)
  )
}

/** The innermost code of a system's error: what stands around it says less. */
function causeIn(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > DEEPEST) return undefined
  const { code, errors } = fieldsOf(error) ?? {}
  // One for each address that a name has.
  const inner = [error.cause, ...listIn(errors)]
    .map((each) => causeIn(each, depth + 1))
    .find(Boolean)
  return inner ?? (typeof code === 'string' ? wordIn(code) : undefined)
}
