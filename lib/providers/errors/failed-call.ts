import { APICallError, TypeValidationError } from '@ai-sdk/provider'
import type { FailedCall } from '@/lib/contract/message'
import { fieldsOf, listIn } from '@/lib/providers/wires/json-fields'
import { readVendorWords, wordIn } from './vendor-words'

/** The facts of a failed call, without the number of its attempt. */
export type CallFacts = Omit<FailedCall, 'attempt'>

/** The headers in which vendors, and gateways before them, tell the ID of a call. */
const requestIdHeaders = [
  'x-request-id',
  'request-id',
  'x-ds-trace-id',
  'x-amzn-requestid',
  'apim-request-id',
  'cf-ray',
]

/** Errors lie in errors; those deeper than this are not read. */
const DEEPEST = 10

/** The ID under which a vendor knows a call, if its response tells one. */
export function requestIdOf(headers: { get(name: string): string | null }): string | undefined {
  return requestIdHeaders.map((name) => wordIn(headers.get(name))).find(Boolean)
}

/** The facts that an error tells of its failed call. An abort is ours, and the cause of nothing. */
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

/** The kind of an error, for the log: its message may say anything. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}

/** Whether an error's code is the vendor's: the codes of all other errors are the system's. */
function isOfVendor(error: unknown): boolean {
  return (
    APICallError.isInstance(error) ||
    TypeValidationError.isInstance(error) ||
    !(error instanceof Error)
  )
}

/** The innermost code of a system's error: the outer ones say less. */
function causeIn(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > DEEPEST) return undefined
  const { code, errors } = fieldsOf(error) ?? {}
  // `errors` has one for each address of a name.
  const inner = [error.cause, ...listIn(errors)]
    .map((each) => causeIn(each, depth + 1))
    .find(Boolean)
  return inner ?? (typeof code === 'string' ? wordIn(code) : undefined)
}
