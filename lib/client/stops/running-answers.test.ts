import { expect, test } from 'vitest'
import { viewOf } from '@/lib/client/thread/answer-view'
import { loadingThread, type Thread } from '@/lib/client/thread/thread'
import type { Chat } from '@/lib/contract/chat'
import { testAnswer, testChat, testQuestion } from '@/lib/testing/messages'
import { runningAnswers } from './running-answers'

const threadWith = (...messages: Parameters<typeof viewOf>[0][]): Thread => ({
  ...loadingThread,
  status: 'ready',
  views: messages.map(viewOf),
})

const active = testAnswer('a1', 'Hel', { status: 'active' })
const ended = testAnswer('a1', 'Hel', { status: 'cancelled' })
const listed = testChat('c1', { activeMessageId: 'a1', title: 'Listed' })

/** The input for chats that are all in the list. */
const known = (threads: ReadonlyMap<string, Thread>, ...chats: Chat[]) => ({
  threads,
  chatOf: (chatId: string) => chats.find(({ id }) => id === chatId),
  listed: chats,
  stops: [],
})

test('an open chat runs as it is shown, and any other chat as it is listed', () => {
  const threads = new Map([['c1', threadWith(testQuestion('q1', 'Hello?'), active)]])
  const other = testChat('c2', { activeMessageId: 'a2', title: 'Other' })
  const resting = testChat('c3')
  expect(runningAnswers(known(threads, listed, other, resting))).toEqual([
    { chatId: 'c1', messageId: 'a1', title: 'Listed', stop: undefined },
    { chatId: 'c2', messageId: 'a2', title: 'Other', stop: undefined },
  ])
})

test('an answer that was seen to end no longer runs, though the list has not heard of it', () => {
  const threads = new Map([['c1', threadWith(ended)]])
  expect(runningAnswers(known(threads, listed))).toEqual([])
})

test('P4 an answer runs from the moment it was asked for, and needs no list', () => {
  const threads = new Map([['new', threadWith(testQuestion('q1', 'Hello?'), active)]])
  expect(runningAnswers(known(threads))).toEqual([
    { chatId: 'new', messageId: 'a1', title: undefined, stop: undefined },
  ])
})

test('an answer in a branch that is not shown runs, too', () => {
  const chat = testChat('c1', { activeMessageId: 'a9' })
  const threads = new Map([['c1', threadWith(ended)]])
  const [running] = runningAnswers({ ...known(threads, chat), listed: [] })
  expect(running?.messageId).toBe('a9')
})

test('a chat that could not be opened runs as it is listed, with the state of its stop', () => {
  const threads = new Map([['c1', { ...loadingThread, status: 'failed' as const }]])
  const stops = [{ chatId: 'c1', messageId: 'a1', state: 'unreachable' as const }]
  expect(runningAnswers({ ...known(threads, listed), stops })).toEqual([
    { chatId: 'c1', messageId: 'a1', title: 'Listed', stop: 'unreachable' },
  ])
})
