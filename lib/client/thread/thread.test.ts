import { describe, expect, test } from 'vitest'
import type { AnswerChunk } from '@/lib/contract/event'
import { metadataOf, testAnswer, testChat, testQuestion } from '@/lib/testing/messages'
import { freeze, viewOf } from './answer-view'
import {
  activeAnswerOf,
  applyAnswerEvent,
  branchAt,
  endOf,
  isAnswering,
  isArriving,
  leadsElsewhere,
  loadingThread,
  type Thread,
} from './thread'

const answer = viewOf(testAnswer('a1', 'Hel', { status: 'active', parentId: 'q1' }))
const thread: Thread = {
  ...loadingThread,
  status: 'ready',
  views: [viewOf(testQuestion('q1', 'Hello?')), answer],
}

const idsIn = ({ views }: Thread) => views.map(({ message }) => message.id)
const event = (messageId: string, cursor: string, chunk: AnswerChunk) => ({
  messageId,
  chatId: 'c1',
  cursor,
  chunk,
})
const starts = (id: string, of: Parameters<typeof metadataOf>[0]) =>
  event(id, `session-${id}:0`, {
    type: 'start',
    messageId: id,
    messageMetadata: metadataOf({ status: 'active', sessionId: `session-${id}`, ...of }),
  })

describe('the end of a thread', () => {
  const views = [
    viewOf(testQuestion('q1', 'One?')),
    viewOf(testAnswer('a1', 'One', { status: 'completed' })),
    viewOf(testQuestion('q2', 'Two?')),
    viewOf(testAnswer('a2', 'Two', { status: 'completed' })),
  ]

  test('the end has so many messages, and says from where to read back', () => {
    expect(endOf({ ...loadingThread, views }, 2)).toEqual({
      ...loadingThread,
      views: views.slice(2),
      before: 'q2',
    })
  })

  test('the end is the thread itself where there are no more messages', () => {
    const thread = { ...loadingThread, views, before: 'q1' }
    expect(endOf(thread, 4)).toBe(thread)
    expect(endOf(thread, 20)).toBe(thread)
  })

  test('the end reaches back to a message that is still active', () => {
    const active = viewOf(testAnswer('a1', 'On', { status: 'active' }))
    const thread = { ...loadingThread, views: views.with(1, active) }
    expect(endOf(thread, 1).views).toEqual(thread.views.slice(1))
  })
})

describe('a branch', () => {
  const next = [viewOf(testQuestion('q2', 'Next?'))]

  test.each([
    ['after the last message', 'a1', ['q1', 'a1', 'q2']],
    ['in the place of what came after its parent', 'q1', ['q1', 'q2']],
    ['as a new root', null, ['q2']],
    ['as a new root where its parent is not here', 'unknown', ['q2']],
  ])('a branch begins %s', (_, parentId, ids) => {
    expect(idsIn(branchAt(thread, parentId, next))).toEqual(ids)
  })
})

describe('an event of an answer', () => {
  test('an event that changes nothing leaves the very same thread', () => {
    const delta = { type: 'text-delta', id: '0', delta: 'Hel' } as const
    expect(applyAnswerEvent(thread, event('a1', 'session-a1:4', delta)).thread).toBe(thread)
  })

  test('an event of an answer that is not here does nothing, unless it is its start', () => {
    const delta = { type: 'text-delta', id: '0', delta: 'x' } as const
    expect(applyAnswerEvent(thread, event('a9', 'session-a9:2', delta))).toEqual({ thread })
  })

  test.each([
    ['whose question is here is added', 'q1', 'active', { ids: ['q1', 'a2'], reload: undefined }],
    ['whose question is not here reloads', 'q9', 'active', { ids: ['q1', 'a1'], reload: true }],
    ['that has ended meanwhile reloads', 'q1', 'completed', { ids: ['q1', 'a1'], reload: true }],
    [
      'of another branch that has ended is left alone',
      'q9',
      'completed',
      { ids: ['q1', 'a1'], reload: false },
    ],
  ] as const)('an answer %s', (_, parentId, status, { ids, reload }) => {
    const change = applyAnswerEvent(thread, starts('a2', { parentId, status }))
    expect(idsIn(change.thread)).toEqual(ids)
    expect(change.reload).toBe(reload)
  })

  test('an event after a gap says which message misses something', () => {
    const delta = { type: 'text-delta', id: '0', delta: 'x' } as const
    expect(applyAnswerEvent(thread, event('a1', 'session-a1:40', delta)).gap).toBe('a1')
  })
})

test('the active answer is the one that streams, if one does', () => {
  expect(activeAnswerOf(thread)).toBe(answer)
  expect(activeAnswerOf(loadingThread)).toBeUndefined()
})

test('a chat is answering also in a branch that is not shown', () => {
  const views = [viewOf(testAnswer('a1', 'Hello', { status: 'completed' }))]
  const chat = (activeMessageId: string | null) => testChat('c1', { activeMessageId })
  expect(isAnswering(thread, undefined)).toBe(true)
  expect(isAnswering({ ...thread, views }, chat('b1'))).toBe(true)
  // The answer is known to have ended, and the chat will say so in a moment.
  expect(isAnswering({ ...thread, views }, chat('a1'))).toBe(false)
  expect(isAnswering({ ...thread, views }, chat(null))).toBe(false)
  expect(isAnswering(loadingThread, undefined)).toBe(false)
})

test('text may arrive while nobody has stopped it, and the chat is there', () => {
  const views = [viewOf(testAnswer('a1', 'Hello', { status: 'completed' }))]
  const chat = testChat('c1', { activeMessageId: 'b1' })
  expect(isArriving(thread, undefined)).toBe(true)
  expect(isArriving({ ...thread, views: [freeze(answer, 1)] }, undefined)).toBe(false)
  expect(isArriving({ ...thread, status: 'missing' }, undefined)).toBe(false)
  expect(isArriving({ ...thread, views }, undefined)).toBe(false)
  expect(isArriving({ ...thread, views }, chat)).toBe(true)
})

describe('a chat that has another leaf', () => {
  const before = testChat('c1', { leafId: 'a1', activeMessageId: 'a1' })

  test.each([
    ['leads elsewhere where that is not shown', { leafId: 'b1' }, true],
    ['stays where that is shown', { leafId: 'q1' }, false],
    ['stays where it is the same', { leafId: 'a1' }, false],
    ['stays where it has none', { leafId: null }, false],
    ['stays where its answer has just begun', { leafId: 'b1', activeMessageId: 'b1' }, false],
  ])('a chat %s', (_, of, expected) => {
    expect(leadsElsewhere(thread, before, testChat('c1', of))).toBe(expected)
  })

  test('a chat leads to an answer that has been arriving there', () => {
    const chat = testChat('c1', { leafId: 'a1', activeMessageId: 'b1' })
    const next = testChat('c1', { leafId: 'b1', activeMessageId: 'b1' })
    expect(leadsElsewhere(thread, chat, next)).toBe(true)
    expect(leadsElsewhere(thread, undefined, next)).toBe(false)
  })
})
