import { FullstopError } from '@/lib/contract/fullstop-error'

/** The JSON in the body of a call, `{}` where there is none. Throws `bad_request`. */
export function bodyOf({ request, body }: { request: Request; body: string }): unknown {
  return body === '' ? {} : jsonOf(request, body)
}

/** The JSON in a text. Its content type has to say JSON, which no form of another site can send. */
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
