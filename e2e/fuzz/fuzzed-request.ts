import type { OutgoingHttpHeaders } from 'node:http'
import fc from 'fast-check'
import { bodiesFor, isEmpty, takesBody } from './bodies'
import { anyCaller, type CallerKind } from './callers'
import { calls, methods, type CallDescription, type Method } from './calls'
import { anyContentType, anyHeaderNoise, anyLastEventId } from './header-noise'
import { anyPathPart, type PathPart } from './path-parts'
import { queriesFor, takesQuery } from './queries'
import { arbitraryOf } from './schema-arbitrary'

/**
 * The answer that a request must get: a refusal in the contract's shape; no success, in any shape,
 * because Next answers before our code; or anything that is documented.
 */
export type Expected = 'refused' | 'not served' | 'anything'

export type FuzzedRequest = {
  /** The method, and the route by its folder's name. */
  call: string
  method: string
  path: string
  headers: OutgoingHttpHeaders
  caller: CallerKind
  body: Buffer | undefined
  /** The body is sent without its length. */
  chunked: boolean
  expected: Expected
  /** Whose shape errors have. */
  wire: 'ours' | 'better-auth'
  endsCaller: boolean
}

const NO_CALL: CallDescription = {}

/** Requests of every described call, and of the methods that its path does not take. */
export const anyRequest: fc.Arbitrary<FuzzedRequest> = fc.oneof(
  ...Object.entries(calls).flatMap(([route, described]) => [
    ...methods.flatMap((method) => {
      const description = described[method]
      return description
        ? [{ weight: weightOf(description), arbitrary: requestsOf(route, method, description) }]
        : []
    }),
    { weight: 1, arbitrary: otherMethods(route, described) },
  ]),
)

/** A call that reads more of a request can go wrong in more ways. */
function weightOf({ body, query }: CallDescription): number {
  return body ? 8 : query ? 5 : 2
}

function requestsOf(
  route: string,
  method: Method,
  description: CallDescription,
): fc.Arbitrary<FuzzedRequest> {
  const { body: schema, withoutEffect } = description
  const values =
    description.values ?? (schema ? arbitraryOf(schema) : fc.jsonValue({ maxDepth: 1 }))
  const bodies = bodiesFor(values)
  const sometimes = fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: bodies },
  )
  return fc
    .record({
      parts: partsFor(route),
      query: queriesFor(description.query),
      body: schema ? bodies : sometimes,
      contentType: anyContentType,
      noise: anyHeaderNoise,
      lastEventId: anyLastEventId,
      caller: anyCaller,
      chunked: fc.boolean(),
    })
    .map((given): FuzzedRequest => {
      const { parts, query, contentType, noise, lastEventId, caller, chunked } = given
      const isRight = schema !== undefined && takesBody(schema, given.body)
      const body =
        isRight && withoutEffect && given.body?.length ? withoutEffect(given.body) : given.body
      return {
        call: `${method} ${route}`,
        method,
        path: pathOf(route, parts) + (query === '' ? '' : `?${query}`),
        headers: {
          ...(body && contentType.type !== undefined && { 'Content-Type': contentType.type }),
          ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }),
          ...noise.headers,
        },
        caller,
        body,
        chunked,
        expected: expectedOf(description, { ...given, body, method }),
        wire: 'ours',
        endsCaller: description.endsCaller ?? false,
      }
    })
}

type Given = {
  method: string
  parts: PathPart[]
  query: string
  body: Buffer | undefined
  contentType: { takes: boolean | 'unclear' }
  noise: { means: string }
  lastEventId: string | undefined
  caller: CallerKind
}

/** The answer that the contract demands, as far as that is certain. */
function expectedOf(description: CallDescription, given: Given): Expected {
  const { parts, noise, caller } = given
  if (parts.some(({ is }) => is === 'malformed')) return 'not served'
  const isUnclear = parts.some(({ is }) => is === 'unclear') || noise.means === 'anything'
  if (isUnclear || description.forAnybody) return 'anything'
  const isWrong =
    caller.is === 'nobody' ||
    parts.some(({ is }) => is === 'no ID') ||
    (noise.means === 'another site' && given.method !== 'GET') ||
    isBodyWrong(description, given) ||
    (description.query !== undefined && !takesQuery(description.query, given.query)) ||
    (given.lastEventId !== undefined && description.lastEventId?.test(given.lastEventId) === false)
  return isWrong ? 'refused' : 'anything'
}

function isBodyWrong({ body: schema }: CallDescription, { body, contentType }: Given): boolean {
  if (!schema) return false
  return !takesBody(schema, body) || (!isEmpty(body) && contentType.takes === false)
}

function otherMethods(
  route: string,
  described: Partial<Record<Method, CallDescription>>,
): fc.Arbitrary<FuzzedRequest> {
  const others = methods.filter((method) => !described[method])
  return fc
    .constantFrom(...others)
    .chain((method) => requestsOf(route, method, NO_CALL))
    .map((request) => ({
      ...request,
      expected: request.expected === 'refused' || isPlain(request) ? 'refused' : request.expected,
    }))
}

/** Whether the method is the only strange thing about the request. */
function isPlain({ path, headers }: FuzzedRequest): boolean {
  return /^[/\w-]+(\?|$)/.test(path) && !path.includes('//') && Object.keys(headers).length === 0
}

function partsFor(route: string): fc.Arbitrary<PathPart[]> {
  const count = route.split('[').length - 1
  return fc.array(anyPathPart, { minLength: count, maxLength: count })
}

function pathOf(route: string, parts: readonly PathPart[]): string {
  let next = 0
  return route.replaceAll(/\[\w+\]/g, () => parts[next++]?.text ?? '')
}
