import { expect, test, vi } from 'vitest'
import type { Api } from '@/client/api'
import { FullstopError } from '@/client/error'
import { Conversations } from '@/lib/client/chats/conversations'
import type { RunningAnswer } from '@/lib/client/stops/running-answers'
import type { StreamInfo } from '@/lib/contract/stream-info'
import { createFakeApi } from '@/lib/testing/fake-api'
import { stopAll } from './stop-all'

const running = (messageId: string): RunningAnswer => ({
  chatId: `chat of ${messageId}`,
  messageId,
  sessionId: undefined,
  title: 'A title',
  stop: undefined,
})

const streaming = (messageId: string): StreamInfo => ({
  messageId,
  chatId: `chat of ${messageId}`,
  sessionId: 's',
  model: 'test/model',
  startedAt: '2026-01-01T00:00:00.000Z',
  lastUpdateAt: '2026-01-01T00:00:00.000Z',
  chunkCount: 0,
  textLength: 0,
  followers: 0,
})

function open(streams: Api['streams']) {
  const cancel = vi.fn<Api['cancel']>(() => new Promise(() => {}))
  const api = createFakeApi({ cancel, streams })
  return { session: { api, conversations: new Conversations(api) }, cancel }
}

test('R1 stopAll stops the known answers at once, then those that only the server knows', async () => {
  const { session, cancel } = open(() => Promise.resolve([streaming('a1'), streaming('a3')]))
  const done = stopAll(session, [running('a1'), running('a2')])
  expect(cancel.mock.calls.map(([id]) => id)).toEqual(['a1', 'a2'])
  await done
  expect(cancel.mock.calls.map(([id]) => id)).toEqual(['a1', 'a2', 'a3'])
})

test('stopAll stops the known answers even if the server tells of no others', async () => {
  const { session, cancel } = open(() =>
    Promise.reject(new FullstopError('unreachable', 'Could not reach the server.')),
  )
  await stopAll(session, [running('a1')])
  expect(cancel).toHaveBeenCalledOnce()
})
