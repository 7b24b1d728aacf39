import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import {
  endOf,
  initialStreamState,
  reduceStream,
  thoughtUntil,
  type StreamAction,
  type StreamState,
} from './stream-state'

const error = { message: 'no' }
const endings: StreamAction[] = [
  { type: 'cancel-requested', at: 1, reason: 'user', seenTextLength: 3 },
  { type: 'cancel-requested', at: 2, reason: 'disconnect' },
  { type: 'provider-finished', at: 3, reason: 'stop', usage: {} },
  { type: 'provider-failed', at: 4, reason: 'provider_error', error },
  { type: 'timed-out', at: 5, reason: 'timeout_stall', error },
  { type: 'shutdown-began', at: 6 },
  { type: 'length-reached', at: 9, kind: 'text', length: 5 },
]
const others: StreamAction[] = [
  { type: 'token-received', kind: 'text', at: 7 },
  { type: 'follower-joined', at: 8 },
  { type: 'keep-going-changed', keepGoing: true },
]

describe('reduceStream', () => {
  test('P2 the first reason to end wins, whatever comes after it', () => {
    const actions = fc.array(fc.constantFrom(...endings, ...others))
    fc.assert(
      fc.property(actions, (sequence) => {
        const state = sequence.reduce(reduceStream, initialStreamState(0, false))
        const first = sequence.find((action) => endings.includes(action))
        expect(state.phase).toBe(first ? 'ending' : 'active')
        expect(endOf(state)?.at).toBe(first && 'at' in first ? first.at : undefined)
      }),
      fromSeed(),
    )
  })

  test('P1 a token that comes after the end is decided is not counted', () => {
    const cancelled = reduceStream(initialStreamState(0, false), {
      type: 'cancel-requested',
      at: 1,
      reason: 'user',
    })
    expect(reduceStream(cancelled, { type: 'token-received', kind: 'text', at: 9 })).toBe(cancelled)
  })

  test('R5 the state knows when the first token came, and how many tokens there were', () => {
    const state = [10, 20, 30].reduce<StreamState>(
      (before, at) => reduceStream(before, { type: 'token-received', kind: 'text', at }),
      initialStreamState(0, false),
    )
    expect(state).toMatchObject({ firstTokenAt: 10, lastProgressAt: 30, chunkCount: 3 })
  })

  test('R9 the state knows how long the model thought, however often it began to', () => {
    const received = (kind: 'text' | 'reasoning', at: number): StreamAction => ({
      type: 'token-received',
      kind,
      at,
    })
    const actions = [
      received('reasoning', 100),
      received('reasoning', 400),
      received('text', 500),
      received('text', 900),
      received('reasoning', 1_000),
    ]
    const state = actions.reduce(reduceStream, initialStreamState(0, false))
    expect(thoughtUntil(state, 1_200)).toBe(600)
    const stopped = reduceStream(state, { type: 'cancel-requested', at: 1_300, reason: 'user' })
    expect(stopped.thoughtMs).toBe(700)
    expect(thoughtUntil(stopped, 9_000)).toBe(700)
  })

  test('P8 a stream is unfollowed from its start, and again once the last follower has left', () => {
    let state: StreamState = initialStreamState(5, false)
    expect(state.unfollowedSince).toBe(5)
    state = reduceStream(state, { type: 'follower-joined', at: 6 })
    state = reduceStream(state, { type: 'follower-joined', at: 7 })
    state = reduceStream(state, { type: 'follower-left', at: 8 })
    expect(state.unfollowedSince).toBeUndefined()
    state = reduceStream(state, { type: 'follower-left', at: 9 })
    expect(state).toMatchObject({ followers: 0, unfollowedSince: 9 })
  })
})
