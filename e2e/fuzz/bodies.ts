import fc from 'fast-check'
import type { z } from 'zod'
import { mutatedJson } from './mutated-json'

/** Bytes that are no UTF-8: a byte that never occurs, an overlong slash, half a surrogate pair. */
const notUtf8 = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80]]

/** Bodies that are no JSON object, or that only a careless reader takes for one. */
const strangeBodies = [
  '',
  ' ',
  '\n\t',
  'null',
  '[]',
  '"text"',
  '0',
  '{',
  '}',
  '{}{}',
  '{"a":1,}',
  "{'a':1}",
  '{a:1}',
  '{} // comment',
  '/**/{}',
  '{"a":NaN}',
  '{"a":+1}',
  '{"a":01}',
  '{"a":"\\ud83d"}',
  '{"a":"\\u0000"}',
  '{"a":"\n"}',
  '{"a":"\\x41"}',
  '{"a":1,"a":2}',
  '{"__proto__":null}',
  'undefined',
  'a=1&b=2',
  '<xml/>',
  ")]}',\n{}",
  '['.repeat(10_000),
  '{"a":'.repeat(10_000),
]

/** JSON as bytes, damaged in one of seven ways. */
function damaged(text: string, how: number, where: number): Buffer {
  const bytes = Buffer.from(text)
  const place = Math.floor(where * bytes.length)
  const strange = notUtf8[how % notUtf8.length] ?? []
  switch (how % 7) {
    case 0:
      return bytes.subarray(0, place)
    case 1:
      return Buffer.from(text, 'utf16le')
    case 2:
      return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
    case 3:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])
    case 4:
      return Buffer.concat([bytes.subarray(0, place), Buffer.from(strange), bytes.subarray(place)])
    case 5:
      return Buffer.concat([bytes, bytes.subarray(place)])
    default:
      return Buffer.concat([bytes.subarray(0, place), Buffer.from([0]), bytes.subarray(place)])
  }
}

/** Bodies for a call that takes such values: right, wrong, broken, or none. */
export function bodiesFor(values: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer | undefined> {
  const json = mutatedJson(values)
  return fc.oneof(
    { weight: 14, arbitrary: json.map((text) => Buffer.from(text)) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(json, fc.nat({ max: 34 }), fc.double({ min: 0, max: 1, noNaN: true }))
        .map(([text, how, where]) => damaged(text, how, where)),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...strangeBodies).map((text) => Buffer.from(text)),
    },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )
}

/** Whether the contract takes this body: UTF-8, JSON or empty, and as the schema says. */
export function takesBody(schema: z.ZodType, body: Buffer | undefined): boolean {
  const value = parsedBody(body)
  return value !== undefined && schema.safeParse(value.json).success
}

/** Whether there is no body. A byte order mark alone is no body either. */
export function isEmpty(body: Buffer | undefined): boolean {
  return new TextDecoder().decode(body) === ''
}

/** The JSON in a body, and `{}` for an empty body; undefined if the body is not JSON. */
export function parsedBody(body: Buffer | undefined): { json: unknown } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return { json: text === '' ? {} : (JSON.parse(text) as unknown) }
  } catch {
    return undefined
  }
}
