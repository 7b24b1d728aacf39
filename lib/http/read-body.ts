import type { z } from 'zod'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { MAX_BODY_BYTES } from '@/lib/contract/limits'
import { checked } from './checked'

/** The body as the schema says; none means `{}`. Throws `bad_request` naming the field. */
export function readBody<Schema extends z.ZodType>(
  { request, body }: { request: Request; body: string },
  schema: Schema,
): z.infer<Schema> {
  return checked(schema, body === '' ? {} : jsonOf(request, body))
}

/**
 * The body and what it says, undefined where there is none. It must be JSON, which no form of another
 * site can send.
 */
export async function readJson(
  request: Request,
  most = MAX_BODY_BYTES,
): Promise<{ text: string; value: unknown } | undefined> {
  const text = await readText(request, most)
  return text === '' ? undefined : { text, value: jsonOf(request, text) }
}

function jsonOf({ headers }: Request, text: string): unknown {
  const contentType = headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new FullstopError('bad_request', 'Content-Type must be application/json.', {
      field: 'Content-Type',
    })
  }
  return parseJson(text)
}

/**
 * Reads no more than is allowed, however long the body says it is. Throws `too_large`, and
 * `bad_request` on what is not whole text.
 */
export async function readText(request: Request, most = MAX_BODY_BYTES): Promise<string> {
  if (!request.body) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  for await (const chunk of untilBrokenOff(request.body)) {
    bytes += chunk.byteLength
    if (bytes > most) {
      throw new FullstopError('too_large', `A body may have at most ${most} bytes.`, {
        limit: most,
      })
    }
    text += decode(() => decoder.decode(chunk, { stream: true }))
  }
  return text + decode(() => decoder.decode())
}

/** A client that leaves within its body is its own affair, and nothing for the log. */
async function* untilBrokenOff(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch {
    throw new FullstopError('bad_request', 'The body broke off.', { field: 'body' })
  }
}

function decode(read: () => string): string {
  try {
    return read()
  } catch {
    throw new FullstopError('bad_request', 'The body is not UTF-8.', { field: 'body' })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FullstopError('bad_request', 'The body is not JSON.', { field: 'body' })
  }
}
