import { describe, expect, test } from 'vitest'
import { metadataOf } from './message-view'
import type { MessageRecord } from './messages'

const question: MessageRecord = {
  id: 'question',
  chatId: 'chat',
  ownerId: 'ada',
  parentId: null,
  siblingIds: ['question'],
  role: 'user',
  parts: [{ type: 'text', text: 'Why?' }],
  status: 'completed',
  endReason: null,
  textLength: 4,
  model: null,
  sessionId: null,
  usage: null,
  earlierCalls: null,
  receipt: null,
  error: null,
  createdAt: 0,
  startedAt: null,
  firstTokenMs: null,
  thoughtMs: 0,
  leftOut: 0,
  endedAt: null,
}

describe('the metadata of a message', () => {
  test('the metadata has no field for a fact that is not known', () => {
    expect(JSON.stringify(metadataOf(question))).toBe(
      JSON.stringify({
        chatId: 'chat',
        parentId: null,
        siblingIds: ['question'],
        createdAt: '1970-01-01T00:00:00.000Z',
        status: 'completed',
        canCancel: false,
        textLength: 4,
      }),
    )
    expect(Object.keys(metadataOf(question))).toHaveLength(7)
  })

  test('the metadata has the facts of an answer, also times that are zero', () => {
    const answer = { ...question, role: 'assistant' as const, parentId: 'question' }
    const usage = { inputTokens: 1, outputTokens: 2, estimated: false }
    const noted = { usage, thoughtMs: 7, leftOut: 3, firstTokenMs: 0, startedAt: 0 }
    expect(metadataOf({ ...answer, ...noted })).toMatchObject({
      userMessageId: 'question',
      usage,
      thoughtMs: 7,
      leftOutMessages: 3,
      firstTokenMs: 0,
      startedAt: '1970-01-01T00:00:00.000Z',
    })
  })

  test('P12 the metadata tells nobody where a failed call had gone', () => {
    const call = { attempt: 1, host: 'inside.example' }
    const error = { message: 'The model cannot be reached.', call }
    expect(metadataOf({ ...question, status: 'failed', error }).error).toEqual({
      message: 'The model cannot be reached.',
    })
  })
})
