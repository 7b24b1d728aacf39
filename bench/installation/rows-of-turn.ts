import { v7 } from 'uuid'

/** What SQLite stores in a column. */
export type Stored = string | number | null
export type Row = Record<string, Stored>

/** The model of the benchmark's provider, by its ID. */
const MODEL = 'compatible/bench'

const FIRST_TOKEN_MS = 400

/** The process that is said to have answered. */
const processId = v7()

/** A question with its answer, as it was asked at `at`, in milliseconds since the epoch. */
export type Turn = {
  chatId: string
  ownerId: string
  /** The answer before it. */
  parentId: string | null
  at: number
  question: string
  answer: string
  /** How long the answer took, in milliseconds. */
  tookMs: number
  /** The answer was stopped by its reader. */
  stopped: boolean
}

/** The row of a chat, whose title is its first question. */
export function rowOfChat(chatId: string, ownerId: string, { at, question }: Turn): Row {
  return {
    id: chatId,
    owner_id: ownerId,
    title: question,
    title_given: 0,
    model: null,
    leaf_id: null,
    keep_going: 0,
    pinned: 0,
    settings: '{}',
    created_at: at,
    updated_at: at,
  }
}

/** The rows of a turn, as the application leaves them when the answer has ended. */
export function rowsOfTurn(turn: Turn): { question: Row; answer: Row; session: Row } {
  const { chatId, ownerId, at, stopped } = turn
  const ids = { question: v7({ msecs: at }), answer: v7({ msecs: at }), session: v7({ msecs: at }) }
  const ended = {
    status: stopped ? 'cancelled' : 'completed',
    end_reason: stopped ? 'user' : 'stop',
    ended_at: at + turn.tookMs,
    text_length: turn.answer.length,
    model: MODEL,
    started_at: at,
  }
  const message = { chat_id: chatId, owner_id: ownerId, created_at: at }
  return {
    question: {
      ...message,
      id: ids.question,
      parent_id: turn.parentId,
      role: 'user',
      parts: JSON.stringify([{ type: 'text', text: turn.question }]),
      status: 'completed',
      text_length: turn.question.length,
    },
    answer: {
      ...message,
      ...ended,
      id: ids.answer,
      parent_id: ids.question,
      role: 'assistant',
      parts: JSON.stringify([{ type: 'text', text: turn.answer, state: 'done' }]),
      session_id: ids.session,
      usage: JSON.stringify(usageOf(turn)),
      receipt: stopped ? JSON.stringify(receiptOf(turn)) : null,
      first_token_ms: FIRST_TOKEN_MS,
    },
    session: {
      ...ended,
      id: ids.session,
      message_id: ids.answer,
      chat_id: chatId,
      owner_id: ownerId,
      process_id: processId,
      first_token_at: at + FIRST_TOKEN_MS,
      cancel_requested_at: stopped ? at + turn.tookMs : null,
      chunk_count: tokensOf(turn),
      parts_before: 0,
    },
  }
}

/** About as many tokens as a real answer of that length has. */
function tokensOf({ answer }: Turn): number {
  return Math.ceil(answer.length / 4)
}

function usageOf(turn: Turn) {
  return { inputTokens: 20, outputTokens: tokensOf(turn), estimated: turn.stopped }
}

function receiptOf(turn: Turn) {
  return {
    stoppedInMs: 1,
    savedInMs: 2,
    keptCharacters: turn.answer.length,
    outputTokens: tokensOf(turn),
    estimated: true,
    savedTokens: 100,
    savedBeside: 'everyone',
    providerStopsBilling: 'unknown',
  }
}
