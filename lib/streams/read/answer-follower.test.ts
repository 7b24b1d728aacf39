import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCursor } from '@/lib/contract/cursor'
import type { AnswerEvent } from '@/lib/contract/event'
import { answerChunkSchema } from '@/lib/contract/event-schema'
import type { MessageMetadata } from '@/lib/contract/message'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { AnswerLog } from '@/lib/streams/answer/answer-log'
import type { AnswerSource } from '@/lib/streams/answer/answer-source'
import { AnswerFollower } from './answer-follower'

const metadata: MessageMetadata = {
  chatId: 'chat',
  parentId: 'question',
  siblingIds: ['answer'],
  createdAt: '2026-01-01T00:00:00.000Z',
  status: 'active',
  canCancel: true,
  textLength: 0,
}

function testAnswer(sessionId = 'session') {
  const log = new AnswerLog()
  let ending: Partial<MessageMetadata> | undefined
  let modelLoading = false
  let joined = 0
  const answer: AnswerSource = {
    messageId: 'answer',
    chatId: 'chat',
    sessionId,
    log,
    get ended() {
      return ending !== undefined
    },
    get modelLoading() {
      return modelLoading
    },
    metadata: () => ({ ...metadata, textLength: log.textLength, ...ending }),
    join: () => {
      joined += 1
      return () => {
        joined -= 1
      }
    },
  }
  return {
    answer,
    log,
    followers: () => joined,
    load: (loading: boolean) => {
      modelLoading = loading
    },
    end: (how: Partial<MessageMetadata> = { status: 'completed', endReason: 'stop' }) => {
      log.closePart()
      ending = { canCancel: false, ...how }
    },
  }
}

const noNews = () => {}
/** The types of these events, each of which must fit the schema that is told of them. */
const types = (events: AnswerEvent[]) =>
  events.map(({ chunk }) => answerChunkSchema.parse(chunk).type)
const textOf = (events: AnswerEvent[]) =>
  events.map(({ chunk }) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('')

describe('AnswerFollower', () => {
  test('R26 a follower is told once that the model is being loaded, even if it comes meanwhile', () => {
    const { answer, log, load } = testAnswer()
    const early = new AnswerFollower(answer, noNews)
    expect(types(early.take())).toEqual(['start'])
    load(true)
    expect(types(early.take())).toEqual(['data-model-loading'])
    expect(early.take()).toEqual([])
    expect(types(new AnswerFollower(answer, noNews).take())).toEqual([
      'start',
      'data-model-loading',
    ])
    load(false)
    log.append('text', 'Hi')
    expect(types(early.take())).toEqual(['text-start', 'text-delta'])
    expect(types(new AnswerFollower(answer, noNews).take())).not.toContain('data-model-loading')
  })

  test('R7 a follower begins with start and its IDs, before any text', () => {
    const { answer } = testAnswer()
    const [start] = new AnswerFollower(answer, noNews).take()
    expect(start?.chunk).toMatchObject({ type: 'start', messageId: 'answer' })
  })

  test('a follower brings deltas only, in order, then closes the part and ends', () => {
    const { answer, log, end } = testAnswer()
    const follower = new AnswerFollower(answer, noNews)
    log.append('reasoning', 'hm')
    log.append('text', 'one ')
    const first = follower.take()
    log.append('text', 'two')
    end()
    const second = follower.take()
    expect(types([...first, ...second])).toEqual([
      'start',
      'reasoning-start',
      'reasoning-delta',
      'reasoning-end',
      'text-start',
      'text-delta',
      'text-delta',
      'text-end',
      'finish',
    ])
    expect(follower.over).toBe(true)
    expect(follower.take()).toEqual([])
  })

  test('P7 a reader that comes seldom gets one bigger piece', () => {
    const { answer, log } = testAnswer()
    const follower = new AnswerFollower(answer, noNews)
    follower.take()
    for (let token = 0; token < 1000; token += 1) log.append('text', 'x')
    expect(types(follower.take())).toEqual(['text-start', 'text-delta'])
  })

  test('P6 readers that take and resume at random see every character once, in order', () => {
    const step = fc.oneof(
      fc.record({ say: fc.string({ unit: 'grapheme', maxLength: 8 }), close: fc.boolean() }),
      fc.constant('take' as const),
      fc.constant('resume' as const),
    )
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { answer, log, end } = testAnswer()
        let follower = new AnswerFollower(answer, noNews)
        let cursor: string | undefined
        const seen: AnswerEvent[] = []
        const take = () => {
          const events = follower.take()
          cursor = events.at(-1)?.cursor ?? cursor
          seen.push(...events)
        }
        for (const action of steps) {
          if (action === 'take') take()
          else if (action === 'resume') {
            const after = cursor === undefined ? undefined : parseCursor(cursor)
            follower = new AnswerFollower(answer, noNews, after)
          } else {
            log.append('text', action.say)
            if (action.close) log.closePart()
          }
        }
        end()
        take()
        expect(textOf(seen)).toBe(
          log
            .parts()
            .map((part) => part.text)
            .join(''),
        )
      }),
      fromSeed(),
    )
  })

  test('P6 a reader that resumes is told again which part is open', () => {
    const { answer, log } = testAnswer()
    log.append('text', 'hello')
    const follower = new AnswerFollower(answer, noNews, { sessionId: 'session', position: 3 })
    const events = follower.take()
    expect(types(events)).toEqual(['start', 'text-start', 'text-delta'])
    expect(textOf(events)).toBe('llo')
  })

  test.each([
    ['another session', { sessionId: 'other', position: 1 }],
    ['more than was saved', { sessionId: 'session', position: 99 }],
  ])('P6 a cursor of %s says that history is lost, then brings everything', (_, cursor) => {
    const { answer, log } = testAnswer()
    log.append('text', 'hello')
    const events = new AnswerFollower(answer, noNews, cursor).take()
    expect(types(events)).toEqual(['data-history-lost', 'start', 'text-start', 'text-delta'])
    expect(textOf(events)).toBe('hello')
  })

  test('P2 a reader that saw more than a cut kept hears the part close and the shorter length', () => {
    const { answer, log, end } = testAnswer()
    const follower = new AnswerFollower(answer, noNews)
    log.append('text', 'hello')
    follower.take()
    log.cut(2)
    end({ status: 'cancelled', endReason: 'user' })
    const events = follower.take()
    expect(types(events)).toEqual(['text-end', 'finish', 'abort'])
    expect(events[1]?.chunk).toMatchObject({
      finishReason: 'interrupted',
      messageMetadata: { textLength: 2 },
    })
  })

  test('a failed answer ends with its metadata and an error', () => {
    const { answer, end } = testAnswer()
    end({ status: 'failed', endReason: 'provider_auth', error: { message: 'No key.' } })
    const events = new AnswerFollower(answer, noNews).take()
    expect(types(events)).toEqual(['start', 'message-metadata', 'error'])
    expect(events[2]?.chunk).toEqual({ type: 'error', errorText: 'No key.' })
  })

  test.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
  ] as const)(
    'R20 a follower says %s in a word that the stock client knows',
    (endReason, finishReason) => {
      const { answer, end } = testAnswer()
      end({ status: 'completed', endReason })
      const finish = new AnswerFollower(answer, noNews).take().at(-1)
      expect(finish?.chunk).toMatchObject({ type: 'finish', finishReason })
    },
  )

  test('P11 a follower stops counting as one at the end', () => {
    const { answer, end, followers } = testAnswer()
    const follower = new AnswerFollower(answer, noNews)
    expect(followers()).toBe(1)
    end()
    follower.take()
    expect(followers()).toBe(0)
  })
})
