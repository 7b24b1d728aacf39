import type { Broadcast, Notice, ServerMessage } from '@/lib/bus/bus'
import type { EndedMessageRecord } from '@/lib/db/messages'

/** An example of each kind of news. */
type Examples<News extends { type: string }> = {
  [Type in News['type']]: Extract<News, { type: Type }>
}

/** An answer of which everything is known. */
const answer: EndedMessageRecord = {
  id: 'a1',
  chatId: 'c1',
  ownerId: 'ann',
  parentId: 'q1',
  siblingIds: ['a0', 'a1'],
  role: 'assistant',
  parts: [
    { type: 'reasoning', text: 'Hm', state: 'done' },
    { type: 'text', text: 'So far: “…”', state: 'done' },
  ],
  status: 'cancelled',
  endReason: 'user',
  textLength: 11,
  model: 'test/model',
  sessionId: 's1',
  earlierCalls: [{ model: 'test/model', endReason: 'stop' }],
  receipt: {
    stoppedInMs: 0,
    savedInMs: 1,
    keptCharacters: 11,
    outputTokens: 3,
    estimated: true,
    providerStopsBilling: 'unknown',
  },
  error: { message: 'No.', retryAfterSeconds: 1, call: { attempt: 1, status: 500 } },
  createdAt: 1,
  startedAt: 2,
  firstTokenMs: 3,
  endedAt: 4,
  leftOut: 5,
  usage: { inputTokens: 6, outputTokens: 7, estimated: false },
  thoughtMs: 8,
}

export const everyNotice: Examples<Notice> = {
  'stream-started': { type: 'stream-started', messageId: 'a1' },
  'answer-stopped-first': { type: 'answer-stopped-first', answer },
  'chat-changed': {
    type: 'chat-changed',
    chat: {
      id: 'c1',
      title: 'A title',
      model: null,
      leafId: 'a1',
      activeMessageId: null,
      activeSessionId: null,
      keepGoing: false,
      pinned: true,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-02T00:00:00.000Z',
    },
  },
  'chat-deleted': { type: 'chat-deleted', chatId: 'c1' },
  'person-deleted': { type: 'person-deleted' },
}

export const everyMessage: Examples<ServerMessage> = {
  'cancel-requested': {
    type: 'cancel-requested',
    requestId: 'r1',
    replyTo: 'one',
    messageId: 'a1',
    sessionId: 's1',
    reason: 'user',
    seenTextLength: 7,
    mode: 'now',
  },
  'cancel-answered': {
    type: 'cancel-answered',
    requestId: 'r1',
    outcome: { outcome: 'unconfirmed', messageId: 'a1' },
  },
  'streams-wanted': {
    type: 'streams-wanted',
    requestId: 'r1',
    replyTo: 'one',
    personId: 'ann',
  },
  'streams-told': {
    type: 'streams-told',
    requestId: 'r1',
    streams: [
      {
        messageId: 'a1',
        chatId: 'c1',
        sessionId: 's1',
        model: 'test/model',
        startedAt: '2026-01-01T00:00:00.000Z',
        lastUpdateAt: '2026-01-01T00:00:01.000Z',
        chunkCount: 1,
        textLength: 2,
        followers: 3,
      },
    ],
  },
  'follow-wanted': {
    type: 'follow-wanted',
    replyTo: 'one',
    messageId: 'a1',
    sessionId: 's1',
    position: 7,
    kind: 'other',
  },
  'follows-kept': {
    type: 'follows-kept',
    replyTo: 'one',
    follows: [{ messageId: 'a1', sessionId: 's1', position: 7, kind: 'sender' }],
  },
  'follow-ended': { type: 'follow-ended', replyTo: 'one', sessionId: 's1' },
  'answers-grown': {
    type: 'answers-grown',
    answers: [
      {
        sessionId: 's1',
        pieces: [
          { type: 'open', part: 0, kind: 'text', text: '', end: 1 },
          { type: 'text', part: 0, kind: 'text', text: 'Hi', end: 3 },
        ],
        end: 3,
        facts: { firstTokenMs: 1, thoughtMs: 2, modelLoading: true },
      },
    ],
  },
  'answer-ended': { type: 'answer-ended', sessionId: 's1' },
}

export const everyBroadcast: Examples<Broadcast> = {
  'credentials-ended': { type: 'credentials-ended', credentialIds: ['k1', 'k2'] },
  'guest-moved': { type: 'guest-moved', guestId: 'g1', accountId: 'ann' },
  'keep-going-changed': { type: 'keep-going-changed', chatId: 'c1', keepGoing: true },
}
