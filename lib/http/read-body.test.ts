import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { FullstopError } from '@/lib/contract/fullstop-error'
import { MAX_BODY_BYTES } from '@/lib/contract/limits'
import { readBody, readText } from './read-body'

/** As a route does it: the text first, and who calls is looked at before it is understood. */
async function read<Schema extends z.ZodType>(request: Request, of: Schema) {
  return readBody({ request, body: await readText(request) }, of)
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

/** A body that comes piece by piece, and how much of it was asked for. */
function pieces(list: Iterable<Uint8Array<ArrayBuffer>>) {
  const iterator = list[Symbol.iterator]()
  const seen = { pulled: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const next = iterator.next()
      if (next.done) {
        controller.close()
        return
      }
      seen.pulled += next.value.byteLength
      controller.enqueue(next.value)
    },
    cancel() {
      seen.cancelled = true
    },
  })
  return { body, seen }
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a body', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON ;x=y'])(
    'is read as %s',
    async (contentType) => {
      const request = requestWith('{"text":"Hello"}', contentType)
      expect(await read(request, schema)).toEqual({ text: 'Hello' })
    },
  )

  test('that is not there means {}, whatever its type', async () => {
    for (const contentType of [null, 'application/json', 'text/plain']) {
      expect(await read(requestWith(null, contentType), schema)).toEqual({})
      expect(await read(requestWith('', contentType), schema)).toEqual({})
    }
  })

  test('may come in pieces that split a character', async () => {
    const whole = bytes('{"text":"a😀ö漢"}')
    const { body } = pieces(Array.from(whole, (byte) => Uint8Array.of(byte)))
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
    ['no object', '[]', 'application/json', 'body'],
    ['null', 'null', 'application/json', 'body'],
    ['a wrong field', '{"text":7}', 'application/json', 'text'],
    ['an unknown field', '{"words":1}', 'application/json', 'words'],
    ['a field named __proto__', '{"__proto__":{"text":"x"}}', 'application/json', '__proto__'],
  ])('is refused with %s, naming what is wrong', async (_, body, contentType, field) => {
    await expect(read(requestWith(body, contentType), schema)).rejects.toMatchObject({
      code: 'bad_request',
      details: { field },
    })
  })
})

test('a body that breaks off is its client’s mistake', async () => {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(bytes('{"text":'))
      controller.error(new Error('aborted'))
    },
  })
  await expect(read(requestWith(body), schema)).rejects.toMatchObject({
    code: 'bad_request',
    details: { field: 'body' },
  })
})

describe('a body over 8 MB', () => {
  const endless = function* () {
    for (;;) yield new Uint8Array(1024 * 1024).fill(0x20)
  }

  test('is refused while it is read, and no more of it is taken', async () => {
    const { body, seen } = pieces(endless())
    const error = await read(requestWith(body), schema).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'too_large', details: { limit: MAX_BODY_BYTES } })
    expect(seen.pulled).toBeLessThan(MAX_BODY_BYTES + 3 * 1024 * 1024)
    expect(seen.cancelled).toBe(true)
  })

  test('is refused by its first byte too many, and not before', async () => {
    const ofLength = (length: number) => {
      const [start, end] = ['{"text":"', '"}']
      return requestWith(start + 'x'.repeat(length - start.length - end.length) + end)
    }
    const whole = await read(ofLength(MAX_BODY_BYTES), schema)
    expect(whole.text).toHaveLength(MAX_BODY_BYTES - 11)
    await expect(read(ofLength(MAX_BODY_BYTES + 1), schema)).rejects.toMatchObject({
      code: 'too_large',
    } satisfies Partial<FullstopError>)
  })

  test('is refused by its size even where its type is wrong, too', async () => {
    const { body } = pieces(endless())
    await expect(read(requestWith(body, 'text/plain'), schema)).rejects.toMatchObject({
      code: 'too_large',
    })
  })
})
