import type { MessageRecord } from '@/lib/db/messages'
import type { AnswerEnd, AnswerStart } from '@/lib/db/streams'

type Wanted = {
  owner?: string
  chat?: string
  question?: string | null
  parent?: string | null
  editOf?: string
  answer?: string
  /** The session as the client names it. */
  session?: string
  now?: number
  /** How many answers of the owner may stream at once. */
  most?: number
}

/** The input of `begin` for a turn; a null question is one that is there already, as `parent`. */
export function answerStart(wanted: Wanted = {}): AnswerStart {
  const { owner = 'ann', chat = 'c1', question = 'q1', parent = null, answer = 'a1' } = wanted
  return {
    ownerId: owner,
    processId: 'p1',
    chat: { id: chat, known: false, titleByQuestion: 'A title', settings: {}, keepGoing: false },
    ...(question !== null && {
      question: {
        id: question,
        parentId: parent,
        parts: [{ type: 'text', text: `text of ${question}` }],
        ...(wanted.editOf !== undefined && { editOf: wanted.editOf }),
      },
    }),
    answer: {
      id: answer,
      model: 'test/model',
      leftOut: 0,
      ...(question === null && parent !== null && { parentId: parent }),
    },
    sessionId: wanted.session ?? `session-${answer}`,
    sessionIsNamed: wanted.session !== undefined,
    now: wanted.now ?? 1_000,
    monotonicNow: wanted.now ?? 1_000,
    most: wanted.most ?? 1_000,
  }
}

/** The input of `end` for an answer that completed with this text. */
export function answerEnd(answer: string, text = '', endedAt = 2_000): AnswerEnd {
  return {
    sessionId: `session-${answer}`,
    messageId: answer,
    status: 'completed',
    reason: 'stop',
    parts: text === '' ? [] : [{ type: 'text', text, state: 'done' }],
    textLength: text.length,
    chunkCount: 1,
    endedAt,
    usage: { inputTokens: 1, outputTokens: 2, estimated: false },
  }
}

export const idsOf = (records: readonly Pick<MessageRecord, 'id'>[]) => records.map(({ id }) => id)
