/** A message of the conversation that is sent. */
export type Message = { role: string; content: unknown; [field: string]: unknown }

/** What a test makes of the bytes of an answer. */
export type ReadAnswer = {
  reasoning: string
  text: string
  /** The vendor's word for why it ended, undefined where it did not say. */
  finish: string | undefined
  inputTokens: number | undefined
  outputTokens: number | undefined
  /** The vendor's error in the stream, whole. */
  error: unknown
}

/** How to speak one protocol: the little that its tests need. */
export type ProtocolClient = {
  name: string
  path: string
  contentType: string
  body(messages: readonly Message[]): object
  /** The last message of a conversation whose answer is to go on. */
  prefill(text: string): Message
  read(body: string): ReadAnswer
}

/** Asks with the directive, and with the messages behind it. */
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

/** The body as far as it came, and what broke it off, if something did. */
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
