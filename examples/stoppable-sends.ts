/**
 * Makes a stock AI SDK chat really stop, from the press on: even before the server has answered,
 * after a reload, and when an answer is continued. For `ai` 5 and 6, give `{ ui: '6' }`.
 */
export function stoppableSends({ ui, call = (path, init) => fetch(path, init) }: Options = {}) {
  const query = ui === undefined ? '' : `?ui=${ui}`
  /** The IDs of the last send. A stop can use them before there is anything to read. */
  let sent: { answerId: string; sessionId: string } | undefined

  return {
    /** For `new DefaultChatTransport(…)`. */
    transport: {
      prepareSendMessagesRequest({ id, messages, trigger, messageId, body }: Send) {
        const last = messages.at(-1)
        // `sendMessage()` without a message goes on with the last answer.
        const goesOn = last?.role === 'assistant'
        sent = { answerId: goesOn ? last.id : newId(), sessionId: newId() }
        const named = goesOn
          ? { trigger: 'continue-message', messageId: last.id }
          : { trigger, messageId, assistantMessageId: sent.answerId }
        return {
          api: `/api/chat${query}`,
          body: { ...body, id, messages, ...named, sessionId: sent.sessionId },
        }
      },
      prepareReconnectToStreamRequest({ id }: { id: string }) {
        return { api: `/api/chat/${id}/stream${query}` }
      },
    },

    /** Stops the answer at the text that the chat shows. Throws if the server refused the stop. */
    stop: async (chat: Stoppable): Promise<void> => {
      await chat.stop()
      const last = chat.messages.at(-1)
      const shown = last?.role === 'assistant' ? last : undefined
      const isSent = sent !== undefined && (!shown || shown.id === sent.answerId)
      const messageId = isSent ? sent?.answerId : shown?.id
      if (messageId === undefined) return
      const response = await call(`/api/messages/${messageId}/cancel`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          seenTextLength: textLengthOf(shown),
          ...(isSent ? { beforeStart: true, sessionId: sent?.sessionId } : sessionOf(shown)),
        }),
        keepalive: true,
      })
      if (!response.ok) throw new Error(`The stop was refused: ${response.status}`)
    },
  }
}

type Options = { ui?: '6'; call?: (path: string, init: RequestInit) => Promise<Response> }

type Shown = {
  id: string
  role: string
  parts: readonly { type: string; text?: string }[]
  metadata?: unknown
}

type Send = {
  id: string
  messages: readonly Shown[]
  trigger: string
  messageId: string | undefined
  body: object | undefined
}

/** The SDK's `Chat`. */
type Stoppable = { readonly messages: readonly Shown[]; stop(): Promise<void> }

/** In UTF-16 code units, as the server counts. */
function textLengthOf(message: Shown | undefined): number {
  const texts = message?.parts.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')) ?? []
  return texts.join('').length
}

/** An answer that was asked for elsewhere, or before a reload, has its session in its metadata. */
function sessionOf(message: Shown | undefined): object {
  const { metadata } = message ?? {}
  const isKnown = typeof metadata === 'object' && metadata !== null && 'sessionId' in metadata
  return isKnown ? { sessionId: metadata.sessionId } : {}
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
