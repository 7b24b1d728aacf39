import fc from 'fast-check'
import { methods } from './calls'
import type { FuzzedRequest } from './fuzzed-request'
import { anyPathPart } from './path-parts'

/** Requests of paths under `/api` that have no route. */
export const unknownRequest: fc.Arbitrary<FuzzedRequest> = fc
  .record({
    parts: fc.array(anyPathPart, { minLength: 1, maxLength: 4 }),
    method: fc.constantFrom(...methods),
    body: fc.constantFrom(undefined, Buffer.from('{}'), Buffer.from('{')),
  })
  .map(({ parts, method, body }) => {
    const isClear = parts.every(({ is }) => is === 'an ID' || is === 'no ID')
    return {
      call: `${method} /api/[...unknown]`,
      method,
      path: `/api/nothing/${parts.map(({ text }) => text).join('/')}`,
      headers: body ? { 'Content-Type': 'application/json' } : {},
      caller: { is: 'the guest', how: 'plain' },
      body,
      chunked: false,
      expected: isClear ? 'refused' : 'anything',
      wire: 'ours',
      endsCaller: false,
    }
  })
