import type { z } from 'zod'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { checked } from './checked'

/** The body as the schema says; none means `{}`. Throws `bad_request` naming the field. */
export function readBody<Schema extends z.ZodType>(
  { request, body }: { request: Request; body: string },
  schema: Schema,
): z.infer<Schema> {
  return checked(schema, body === '' ? {} : jsonOf(request, body))
}

/** What a body says: it must be JSON, which no form of another site can send. */
export function jsonOf({ headers }: Request, text: string): unknown {
  const contentType = headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new FullstopError('bad_request', 'Content-Type must be application/json.', {
      field: 'Content-Type',
    })
  }
  return parseJson(text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FullstopError('bad_request', 'The body is not valid JSON.', { field: 'body' })
  }
}
