import { expect, test } from 'vitest'
import type { AnswerEvent } from '@/lib/contract/event'
import type { Feed } from '@/lib/platform/feed'
import { answerStreamResponse, personStreamResponse } from './event-stream'

const reading = { request: new Request('http://localhost/'), whenRevoked: () => () => {} }

function feedOf<Event>(...batches: Event[][]): Feed<Event> {
  return { read: () => Promise.resolve(batches.shift()), leave: () => {} }
}

test('an answer is streamed as the AI SDK’s UI message stream, each event with its cursor', async () => {
  const start = { cursor: 's:0', chunk: { type: 'start', messageId: 'a1' } } as const
  const delta = { type: 'text-delta', id: '0', delta: 'two\nlines' } as const
  const feed = feedOf<AnswerEvent>([start], [{ cursor: 's:9', chunk: delta }])
  const response = answerStreamResponse(reading, feed, { 'X-Message-Id': 'a1' })
  expect(Object.fromEntries(response.headers)).toEqual({
    'cache-control': 'no-cache, no-transform',
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no',
    'x-message-id': 'a1',
    'x-vercel-ai-ui-message-stream': 'v1',
  })
  expect(await response.text()).toBe(
    ': open\n\n' +
      'id: s:0\ndata: {"type":"start","messageId":"a1"}\n\n' +
      'id: s:9\ndata: {"type":"text-delta","id":"0","delta":"two\\nlines"}\n\n' +
      'data: [DONE]\n\n',
  )
})

test('R30 everything of a person is streamed unhindered by proxies, without a word at its end', async () => {
  const response = personStreamResponse(
    reading,
    feedOf([{ id: 't~s:1', event: { chatDeleted: 'c1' } }]),
  )
  expect(response.headers.get('cache-control')).toBe('no-cache, no-transform')
  expect(response.headers.get('x-accel-buffering')).toBe('no')
  expect(response.headers.has('x-vercel-ai-ui-message-stream')).toBe(false)
  expect(await response.text()).toBe(': open\n\nid: t~s:1\ndata: {"chatDeleted":"c1"}\n\n')
})
