import fc from 'fast-check'
import { z } from 'zod'
import { hostileTexts, strangeNames } from './hostile-values'
import { arbitraryOf } from './schema-arbitrary'

/** Queries as a client may write them by hand. */
const strangeQueries = [
  '',
  '?',
  '&',
  '=',
  '%',
  'limit',
  'limit=',
  'limit=%',
  'limit=%E0%A4%A',
  'limit=1&limit=1',
  'limit[]=1',
  'limit=-1',
  'limit=0',
  'limit=1.5',
  'limit=1e9',
  'limit=99999999999999999999',
  'limit=NaN',
  'limit=0x1',
  'limit=%201',
  'cursor=%00',
  'cursor=-1.x',
  'cursor=9999999999999999.x',
  'cursor=1.',
  'cursor=1.x&cursor=1.x',
  'before=%FF',
  'before=..',
  'after=%ED%A0%80',
  'after=x:-1',
  'after=x:end',
  'ui=7',
  'ui=',
  'ui=6&ui=6',
  'after=x:1&after=x:2',
  'format=xml',
  'query=%',
  'query=%00',
  'query=%E2%80%AE',
  '__proto__=1',
  'constructor=1',
  `x=${'y'.repeat(1_500)}`,
]

/** Queries for a call that takes such parameters, or none. */
export function queriesFor(schema: z.ZodType | undefined): fc.Arbitrary<string> {
  const byHand = fc.constantFrom(...strangeQueries)
  const none = fc.constant('')
  if (!schema) {
    return fc.oneof({ weight: 9, arbitrary: none }, { weight: 1, arbitrary: byHand })
  }
  const pairs = arbitraryOf(schema).map((value) =>
    Object.entries(z.record(z.string(), z.unknown()).parse(value)).map(
      ([name, given]) => [name, String(given)] as const,
    ),
  )
  const strangePair = fc.tuple(fc.constantFrom(...strangeNames), fc.constantFrom(...hostileTexts))
  const mixed = fc
    .tuple(
      pairs,
      fc.array(strangePair, { maxLength: 1 }),
      fc.constantFrom(...hostileTexts, undefined),
    )
    .map(([right, strange, replaced]) =>
      [
        ...right.map(
          ([name, value], index) => [name, index === 0 ? (replaced ?? value) : value] as const,
        ),
        ...strange,
      ]
        .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
        .join('&'),
    )
  return fc.oneof(
    { weight: 2, arbitrary: none },
    { weight: 5, arbitrary: mixed },
    { weight: 4, arbitrary: byHand },
  )
}

/** In characters: Node refuses a request whose line and headers are over 16 KB together. */
const LONGEST_VALUE = 600

/** Well-formed, because half a surrogate pair cannot be written in a query. */
export function encoded(text: string): string {
  return encodeURIComponent(text.slice(0, LONGEST_VALUE).toWellFormed())
}

/** Whether the contract takes this query: each parameter once, and as the schema says. */
export function takesQuery(schema: z.ZodType, query: string): boolean {
  // Next drops this parameter before a handler sees it.
  const pairs = [...new URLSearchParams(query)].filter(([name]) => name !== '__proto__')
  const names = new Set(pairs.map(([name]) => name))
  return names.size === pairs.length && schema.safeParse(Object.fromEntries(pairs)).success
}
