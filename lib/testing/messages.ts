import type { Chat, ChatWithMessages, Message, MessageMetadata } from '@/client/types'

const time = '2026-01-01T00:00:00.000Z'

export function testChat(id = 'c1', of: Partial<Chat> = {}): Chat {
  return {
    id,
    title: 'A title',
    model: null,
    leafId: null,
    activeMessageId: null,
    activeSessionId: null,
    keepGoing: false,
    pinned: false,
    createdAt: time,
    updatedAt: time,
    ...of,
  }
}

export function metadataOf(of: Partial<MessageMetadata> = {}): MessageMetadata {
  return {
    chatId: 'c1',
    parentId: null,
    siblingIds: [],
    createdAt: time,
    status: 'completed',
    canCancel: false,
    textLength: 0,
    ...of,
  }
}

export function testQuestion(id: string, text: string, of: Partial<MessageMetadata> = {}): Message {
  const metadata = metadataOf({ siblingIds: [id], textLength: text.length, ...of })
  return { id, role: 'user', parts: [{ type: 'text', text }], metadata }
}

/** An answer with this text; where it is active, its part is open and its cursor goes on. */
export function testAnswer(
  id: string,
  text: string,
  of: Partial<MessageMetadata> & { status: MessageMetadata['status'] },
): Message {
  const active = of.status === 'active'
  const sessionId = `session-${id}`
  const metadata = metadataOf({
    siblingIds: [id],
    textLength: text.length,
    canCancel: active,
    sessionId,
    ...(active && { cursor: `${sessionId}:${text === '' ? 0 : text.length + 1}` }),
    ...of,
  })
  const state = active ? 'streaming' : 'done'
  return {
    id,
    role: 'assistant',
    parts: text === '' ? [] : [{ type: 'text', text, state }],
    metadata,
  }
}

export function chatWith(
  messages: Message[],
  of: Partial<ChatWithMessages> = {},
): ChatWithMessages {
  return { ...testChat(), before: null, settings: {}, ...of, messages }
}
