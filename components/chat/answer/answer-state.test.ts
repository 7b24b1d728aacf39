import { describe, expect, it } from 'vitest'
import type { AnswerView } from '@/lib/client/thread/answer-view'
import { statusOfEndReason, type EndReason } from '@/lib/contract/end-reason'
import type { MessageMetadata } from '@/lib/contract/message'
import { announcementOf, answerStateOf, isWhole, retryTimeOf } from './answer-state'

function metadataOf(changes: Partial<MessageMetadata>): MessageMetadata {
  return {
    chatId: 'chat',
    parentId: 'question',
    siblingIds: ['answer'],
    createdAt: '2026-01-01T00:00:00.000Z',
    status: 'active',
    canCancel: true,
    textLength: 4,
    ...changes,
  }
}

function view(changes: Partial<MessageMetadata>, rest: Partial<AnswerView> = {}, text = 'text') {
  const parts = [{ type: 'text' as const, text }]
  return {
    message: { id: 'answer', role: 'assistant' as const, parts, metadata: metadataOf(changes) },
    position: 0,
    ...rest,
  }
}

/** The state of an answer that nobody is stopping. */
function stateOf(of: AnswerView) {
  return answerStateOf(of, undefined)
}

function ended(endReason: EndReason, changes: Partial<MessageMetadata> = {}) {
  const status = statusOfEndReason[endReason]
  return stateOf(view({ status, endReason, canCancel: false, ...changes }))
}

const receipt = {
  stoppedInMs: 4,
  savedInMs: 9,
  keptCharacters: 4,
  outputTokens: 1212,
  estimated: false,
  providerStopsBilling: 'unknown',
} as const

describe('answerStateOf', () => {
  it('an answer is waiting until it has text', () => {
    expect(stateOf(view({}, {}, ''))).toEqual({ kind: 'waiting' })
    expect(stateOf(view({}))).toEqual({ kind: 'streaming' })
  })

  it('an answer whose model is being loaded says so, aloud too, until it has text', () => {
    const loading = stateOf(view({ modelLoading: true }, {}, ''))
    expect(loading).toEqual({ kind: 'loading' })
    expect(announcementOf(loading)).toBe('Loading the model')
    expect(stateOf(view({ modelLoading: true }))).toEqual({ kind: 'streaming' })
    expect(answerStateOf(view({ modelLoading: true }, {}, ''), 'stopping').kind).toBe('stopping')
  })

  it('an answer is stopping once Stop is pressed, and unconfirmed while the server is away', () => {
    expect(answerStateOf(view({}), 'stopping')).toEqual({ kind: 'stopping' })
    expect(answerStateOf(view({}), 'unreachable')).toEqual({
      kind: 'unconfirmed',
      sentence: 'Could not reach the server to stop this. Trying again',
    })
    expect(answerStateOf(view({}), 'unconfirmed')).toEqual({
      kind: 'unconfirmed',
      sentence: 'The server has not confirmed the stop yet. Trying again',
    })
  })

  it('P13 an answer says that its stop came too late, however it ended, until the rest is shown', () => {
    const state = { kind: 'late', sentence: 'The answer ended before your stop arrived' } as const
    for (const endReason of ['stop', 'user', 'provider_error', 'crash'] as const) {
      const status = statusOfEndReason[endReason]
      expect(stateOf(view({ status, endReason, textLength: 9 }, { holdsAt: 4 }))).toEqual(state)
    }
    expect(announcementOf(state)).toBe(state.sentence)
  })

  it('R23 a stopped answer says what the stop did: closed, used, cost and saved', () => {
    expect(ended('user')).toEqual({ kind: 'stopped', sentence: 'Stopped' })
    expect(ended('user', { receipt })).toEqual({
      kind: 'stopped',
      sentence: 'Stopped · connection closed in 4 ms · 1,212 tokens',
    })
    const cost = { amount: 0.00213, currency: 'USD', pricesOf: '2026-09-23' } as const
    const usage = { inputTokens: 9, outputTokens: 1212, estimated: true, cost }
    expect(
      ended('user', { usage, receipt: { ...receipt, estimated: true, savedTokens: 612 } }),
    ).toEqual({
      kind: 'stopped',
      sentence:
        'Stopped · connection closed in 4 ms · about 1,212 tokens, about $0.0021 · saved about 610 tokens',
    })
  })

  it.each([
    ['own', 'about'],
    ['everyone', 'about'],
    ['catalogue', 'perhaps'],
  ] as const)(
    'R23 the saved tokens, estimated by %s, are said to be %s so many',
    (beside, about) => {
      const saved = { ...receipt, savedTokens: 612, savedBeside: beside }
      expect(ended('user', { receipt: saved })).toMatchObject({
        sentence: `Stopped · connection closed in 4 ms · 1,212 tokens · saved ${about} 610 tokens`,
      })
    },
  )

  it('a stopped answer does not say that its connection closed when nobody saw that', () => {
    const unseen = { ...receipt, stoppedInMs: 500, closeUnseen: true as const }
    expect(ended('user', { receipt: unseen })).toMatchObject({ sentence: 'Stopped · 1,212 tokens' })
  })

  it('an answer that was stopped before its first text says so', () => {
    const nothing = { ...receipt, keptCharacters: 0, outputTokens: 0 }
    expect(ended('user', { textLength: 0, receipt: nothing })).toMatchObject({
      sentence: 'Stopped before the answer began · connection closed in 4 ms',
    })
  })

  it('an answer that ended because the reader left says so', () => {
    expect(ended('disconnect')).toEqual({ kind: 'stopped', sentence: 'Stopped after you left' })
  })

  it.each([
    [0, 'Stopped when you left'],
    [300, 'Stopped 300 ms after you left'],
    [1_500, 'Stopped 1.5 s after you left'],
    [30_000, 'Stopped 30 s after you left'],
    [60_000, 'Stopped 1 min after you left'],
    [90_000, 'Stopped 1 min 30 s after you left'],
  ])('P8 an answer says that it was stopped %i ms after its reader left', (graceMs, sentence) => {
    expect(ended('disconnect', { receipt: { ...receipt, graceMs } })).toEqual({
      kind: 'stopped',
      sentence: `${sentence} · connection closed in 4 ms · 1,212 tokens`,
    })
  })

  it.each(['', ' \n\n ', '\u200B\uFEFF', '\u0000\u0007', '\u00A0\u2800\u3164'])(
    'an answer that consists of %j says that it is empty',
    (text) => {
      const metadata = { status: 'completed', endReason: 'stop', textLength: text.length } as const
      const state = stateOf(view(metadata, {}, text))
      expect(state).toEqual({ kind: 'completed', sentence: 'The model answered nothing.' })
      expect(announcementOf(state)).toBe('Answer complete: The model answered nothing.')
    },
  )

  it('an answer is thinking until the first of its text is there', () => {
    const thoughts = { type: 'reasoning' as const, text: 'hm' }
    const kindOf = (parts: AnswerView['message']['parts']) => {
      const of = view({})
      return stateOf({ ...of, message: { ...of.message, parts } }).kind
    }
    expect(kindOf([])).toBe('waiting')
    expect(kindOf([thoughts])).toBe('thinking')
    expect(kindOf([thoughts, { type: 'text', text: '' }])).toBe('thinking')
    expect(kindOf([thoughts, { type: 'text', text: 'A' }])).toBe('streaming')
  })

  it.each([
    [{ outputTokens: 18 }, 'about 18 more tokens'],
    [{ outputTokens: 1 }, 'about 1 more token'],
    [{ outputTokens: 118, cost: 0.00123 }, 'about 120 more tokens, $0.0012'],
  ])(
    'R22 the estimate of ending the sentence, %j, is shown but not read aloud',
    (estimate, says) => {
      const state = stateOf(view({}, { endsWithSentence: true, sentenceEstimate: estimate }))
      expect(state).toEqual({
        kind: 'finishing',
        sentence: `Stops at the end of the sentence · ${says}`,
      })
      expect(announcementOf(state)).toBe('The answer stops at the end of the sentence')
    },
  )

  it('an answer that is to end with its sentence is finishing until it has ended', () => {
    const asked = { endsWithSentence: true }
    expect(stateOf(view({}, asked))).toEqual({
      kind: 'finishing',
      sentence: 'Stops at the end of the sentence',
    })
    const stopped = view({ status: 'cancelled', endReason: 'user' }, asked)
    expect(stateOf(stopped).kind).toBe('stopped')
  })

  it('a failed answer shows the reason', () => {
    const error = { message: 'The provider is overloaded.' }
    expect(ended('provider_overloaded', { error })).toEqual({
      kind: 'failed',
      sentence: 'The provider is overloaded.',
    })
  })

  it('every end reason has a state', () => {
    const reasons = Object.keys(statusOfEndReason) as EndReason[]
    for (const reason of reasons) expect(announcementOf(ended(reason))).not.toBe('')
    expect(ended('crash')).toEqual(ended('shutdown'))
    expect(ended('stop')).toEqual({ kind: 'completed' })
    expect(ended('length')).toHaveProperty('sentence')
  })
})

describe('isWhole', () => {
  it('an answer is whole only when the model itself ended it', () => {
    const reasons = Object.keys(statusOfEndReason) as EndReason[]
    expect(reasons.filter((endReason) => isWhole(metadataOf({ endReason })))).toEqual(['stop'])
    expect(isWhole(metadataOf({}))).toBe(false)
  })
})

describe('retryTimeOf', () => {
  it('the retry time is the end of the answer plus the wait of the provider', () => {
    const endedAt = '2026-01-01T00:00:00.000Z'
    const error = { message: 'x', retryAfterSeconds: 20 }
    expect(retryTimeOf(metadataOf({ endedAt, error }))).toBe(Date.parse(endedAt) + 20_000)
    expect(retryTimeOf(metadataOf({ endedAt }))).toBeUndefined()
  })
})
