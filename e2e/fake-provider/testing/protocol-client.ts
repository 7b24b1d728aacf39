/** A message of a request. */
export type Message = { role: string; content: unknown; [field: string]: unknown }

/** An answer as a test reads it from the bytes. */
export type ReadAnswer = {
  reasoning: string
  text: string
  /** The vendor's word for why the answer ended; undefined if the vendor did not say. */
  finish: string | undefined
  inputTokens: number | undefined
  outputTokens: number | undefined
  /** The vendor's error in the stream, whole. */
  error: unknown
}

/** A client of one protocol, no larger than its tests need. */
export type ProtocolClient = {
  name: string
  path: string
  contentType: string
  body(messages: readonly Message[]): object
  /** The last message of a conversation whose answer is to go on. */
  prefill(text: string): Message
  read(body: string): ReadAnswer
}

/** Sends a question with the directive, and `more` messages after it. */
export function post(
  url: string,
  client: ProtocolClient,
  directive: string,
  { more = [], signal }: { more?: readonly Message[]; signal?: AbortSignal } = {},
): Promise<Response> {
  const messages = [{ role: 'user', content: `Please [[${directive}]] go` }, ...more]
  return fetch(`${url}${client.path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-test' },
    body: JSON.stringify(client.body(messages)),
    ...(signal ? { signal } : {}),
  })
}

/** The body as far as it came, and the error that broke it off, if any. */
export async function readBody(response: Response): Promise<{ body: string; thrown: unknown }> {
  const decoder = new TextDecoder()
  let body = ''
  try {
    for await (const piece of response.body ?? []) body += decoder.decode(piece, { stream: true })
  } catch (thrown) {
    return { body, thrown }
  }
  return { body, thrown: undefined }
}
