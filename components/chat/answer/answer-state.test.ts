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
  it('waits until there is text', () => {
    expect(stateOf(view({}, {}, ''))).toEqual({ kind: 'waiting' })
    expect(stateOf(view({}))).toEqual({ kind: 'streaming' })
  })

  it('says that a model is being loaded, aloud too, until there is text', () => {
    const loading = stateOf(view({ modelLoading: true }, {}, ''))
    expect(loading).toEqual({ kind: 'loading' })
    expect(announcementOf(loading)).toBe('Loading the model')
    expect(stateOf(view({ modelLoading: true }))).toEqual({ kind: 'streaming' })
    expect(answerStateOf(view({ modelLoading: true }, {}, ''), 'stopping').kind).toBe('stopping')
  })

  it('is stopping from the moment Stop was pressed, and unconfirmed while the server is away', () => {
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

  it('P13 says that a stop came too late, however the answer ended, until the rest is shown', () => {
    const state = { kind: 'late', sentence: 'The answer ended before your stop arrived' } as const
    for (const endReason of ['stop', 'user', 'provider_error', 'crash'] as const) {
      const status = statusOfEndReason[endReason]
      expect(stateOf(view({ status, endReason, textLength: 9 }, { holdsAt: 4 }))).toEqual(state)
    }
    expect(announcementOf(state)).toBe(state.sentence)
  })

  it('R23 says what a stop did: closed, used, cost and saved', () => {
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
    'R23 says of what was saved, estimated by %s, that it is %s so much',
    (beside, about) => {
      const saved = { ...receipt, savedTokens: 612, savedBeside: beside }
      expect(ended('user', { receipt: saved })).toMatchObject({
        sentence: `Stopped · connection closed in 4 ms · 1,212 tokens · saved ${about} 610 tokens`,
      })
    },
  )

  it('does not say that a connection closed which was not seen to', () => {
    const unseen = { ...receipt, stoppedInMs: 500, closeUnseen: true as const }
    expect(ended('user', { receipt: unseen })).toMatchObject({ sentence: 'Stopped · 1,212 tokens' })
  })

  it('says when nothing had come before the stop', () => {
    const nothing = { ...receipt, keptCharacters: 0, outputTokens: 0 }
    expect(ended('user', { textLength: 0, receipt: nothing })).toMatchObject({
      sentence: 'Stopped before the answer began · connection closed in 4 ms',
    })
  })

  it('says who stopped it when nobody pressed Stop', () => {
    expect(ended('disconnect')).toEqual({ kind: 'stopped', sentence: 'Stopped after you left' })
  })

  it.each([
    [0, 'Stopped when you left'],
    [300, 'Stopped 300 ms after you left'],
    [1_500, 'Stopped 1.5 s after you left'],
    [30_000, 'Stopped 30 s after you left'],
    [60_000, 'Stopped 1 min after you left'],
    [90_000, 'Stopped 1 min 30 s after you left'],
  ])('P8 says how long after one had left, where that was %i ms', (graceMs, sentence) => {
    expect(ended('disconnect', { receipt: { ...receipt, graceMs } })).toEqual({
      kind: 'stopped',
      sentence: `${sentence} · connection closed in 4 ms · 1,212 tokens`,
    })
  })

  it.each(['', ' \n\n ', '\u200B\uFEFF'])(
    'says so when the model answered nothing, or %j',
    (text) => {
      const metadata = { status: 'completed', endReason: 'stop', textLength: text.length } as const
      const state = stateOf(view(metadata, {}, text))
      expect(state).toEqual({ kind: 'completed', sentence: 'The model sent an empty answer.' })
      expect(announcementOf(state)).toBe('Answer complete: The model sent an empty answer.')
    },
  )

  it('thinks until the first of its text is there', () => {
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
    'R22 says what the end of the sentence may cost, %j, and nothing of it aloud',
    (estimate, says) => {
      const state = stateOf(view({}, { endsWithSentence: true, sentenceEstimate: estimate }))
      expect(state).toEqual({
        kind: 'finishing',
        sentence: `Stops at the end of the sentence · ${says}`,
      })
      expect(announcementOf(state)).toBe('The answer stops at the end of the sentence')
    },
  )

  it('is about to end with its sentence, until it has ended', () => {
    const asked = { endsWithSentence: true }
    expect(stateOf(view({}, asked))).toEqual({
      kind: 'finishing',
      sentence: 'Stops at the end of the sentence',
    })
    const stopped = view({ status: 'cancelled', endReason: 'user' }, asked)
    expect(stateOf(stopped).kind).toBe('stopped')
  })

  it('shows the reason of a failure', () => {
    const error = { message: 'The provider is overloaded.' }
    expect(ended('provider_overloaded', { error })).toEqual({
      kind: 'failed',
      sentence: 'The provider is overloaded.',
    })
  })

  it('has a state for every way to end', () => {
    const reasons = Object.keys(statusOfEndReason) as EndReason[]
    for (const reason of reasons) expect(announcementOf(ended(reason))).not.toBe('')
    expect(ended('crash')).toEqual(ended('shutdown'))
    expect(ended('stop')).toEqual({ kind: 'completed' })
    expect(ended('length')).toHaveProperty('sentence')
  })
})

describe('isWhole', () => {
  it('is only what the model itself ended', () => {
    const reasons = Object.keys(statusOfEndReason) as EndReason[]
    expect(reasons.filter((endReason) => isWhole(metadataOf({ endReason })))).toEqual(['stop'])
    expect(isWhole(metadataOf({}))).toBe(false)
  })
})

describe('retryTimeOf', () => {
  it('is the wait of the provider after the end', () => {
    const endedAt = '2026-01-01T00:00:00.000Z'
    const error = { message: 'x', retryAfterSeconds: 20 }
    expect(retryTimeOf(metadataOf({ endedAt, error }))).toBe(Date.parse(endedAt) + 20_000)
    expect(retryTimeOf(metadataOf({ endedAt }))).toBeUndefined()
  })
})
