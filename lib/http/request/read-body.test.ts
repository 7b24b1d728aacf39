import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checked } from '@/lib/admission/checked'
import { createManualClock } from '@/lib/platform/manual-clock'
import { createBodyBudgets } from '@/lib/runtime/body-budget'
import { bodyOf } from './read-body'
import { readText } from './read-text'

/** Reads a request as a route does: its text first, and then the JSON in it. */
async function read<Schema extends z.ZodType>(request: Request, of: Schema) {
  const limits = {
    most: 1_000,
    share: createBodyBudgets().calls.open(),
    clock: createManualClock(),
  }
  return checked(of, bodyOf({ request, body: await readText(request, limits) }))
}

const schema = z.strictObject({ text: z.string().optional() })

function requestWith(body: BodyInit | null, contentType: string | null = 'application/json') {
  const headers = contentType === null ? undefined : { 'content-type': contentType }
  return new Request('http://localhost/', {
    method: 'POST',
    body,
    duplex: 'half',
    ...(headers && { headers }),
  } as RequestInit)
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a body', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON ;x=y'])(
    'a body is read as %s',
    async (contentType) => {
      const request = requestWith('{"text":"Hello"}', contentType)
      expect(await read(request, schema)).toEqual({ text: 'Hello' })
    },
  )

  test('a body that is not there means {}, whatever its type', async () => {
    for (const contentType of [null, 'application/json', 'text/plain']) {
      expect(await read(requestWith(null, contentType), schema)).toEqual({})
      expect(await read(requestWith('', contentType), schema)).toEqual({})
    }
  })

  test('a body may come in pieces that split a character', async () => {
    const whole = bytes('{"text":"a😀ö漢"}')
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of whole) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect(await read(requestWith(body), schema)).toEqual({ text: 'a😀ö漢' })
  })

  test.each<[string, BodyInit, string | null, string]>([
    ['no content type', bytes('{}'), null, 'Content-Type'],
    ['another content type', '{}', 'text/plain', 'Content-Type'],
    ['the type of a form', 'text=a', 'application/x-www-form-urlencoded', 'Content-Type'],
    ['a type that only begins like JSON', '{}', 'application/json5', 'Content-Type'],
    ['no JSON', '{"text":', 'application/json', 'body'],
    ['only spaces', '  ', 'application/json', 'body'],
    ['no UTF-8', Buffer.from('{"text":"\xc3("}', 'latin1'), 'application/json', 'body'],
    ['half a character at its end', Uint8Array.of(0x22, 0xc3), 'application/json', 'body'],
    ['a list for an object', '[]', 'application/json', 'body'],
    ['null for an object', 'null', 'application/json', 'body'],
    ['a wrong field', '{"text":7}', 'application/json', 'text'],
    ['an unknown field', '{"words":1}', 'application/json', 'words'],
    ['a field named __proto__', '{"__proto__":{"text":"x"}}', 'application/json', '__proto__'],
  ])(
    'a body with %s is refused, and the error names the field',
    async (_, body, contentType, field) => {
      await expect(read(requestWith(body, contentType), schema)).rejects.toMatchObject({
        code: 'bad_request',
        details: { field },
      })
    },
  )
})
