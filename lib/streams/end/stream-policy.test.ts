import { describe, expect, test } from 'vitest'
import { initialStreamState, type StreamState } from '@/lib/streams/run/stream-state'
import { decide } from './stream-policy'

const limits = { maxMs: 10_000, stallMs: 300, firstTokenMs: 200, graceMs: 100 }
const followed: StreamState = {
  ...initialStreamState(0, false),
  followers: 1,
  unfollowedSince: undefined,
  wasFollowed: true,
}
const streaming: StreamState = { ...followed, firstTokenAt: 50, lastProgressAt: 50 }

/** Somebody else still follows. */
const senderLeft: StreamState = { ...streaming, senderLeftAt: 60 }

const cases: [string, StreamState, number, string | undefined][] = [
  ['a young stream goes on', followed, 199, undefined],
  ['R12 a stream without a first token is ended', followed, 200, 'timeout_first_token'],
  [
    'R12 a stream whose model is still loading ends because the provider has no room',
    { ...followed, modelLoading: true },
    200,
    'provider_overloaded',
  ],
  ['a stream that progresses goes on', streaming, 349, undefined],
  ['R12 a stream that stalls is ended', streaming, 350, 'timeout_stall'],
  [
    'R12 a stream that is too old is ended',
    { ...streaming, lastProgressAt: 9_999 },
    10_000,
    'timeout_total',
  ],
  [
    'a stream that everybody left goes on for the grace',
    { ...streaming, unfollowedSince: 60 },
    159,
    undefined,
  ],
  [
    'P8 R11 a stream that everybody left is ended after the grace',
    { ...streaming, unfollowedSince: 60 },
    160,
    'disconnect',
  ],
  [
    'P8 a stream that is to keep going goes on without followers',
    { ...streaming, unfollowedSince: 60, keepGoing: true },
    160,
    undefined,
  ],
  [
    'P8 the first follower may come later than the grace',
    { ...initialStreamState(0, false), firstTokenAt: 50, lastProgressAt: 4_999 },
    4_999,
    undefined,
  ],
  [
    'P8 R11 a stream that nobody ever followed is ended',
    { ...initialStreamState(0, false), firstTokenAt: 50, lastProgressAt: 4_999 },
    5_000,
    'disconnect',
  ],
  [
    'P8 a stream with its own grace goes on while its sender reads, even alone',
    { ...streaming, senders: 1, graceMs: 0 },
    300,
    undefined,
  ],
  [
    'P8 a stream goes on for its own grace after its sender left',
    { ...senderLeft, graceMs: 70 },
    129,
    undefined,
  ],
  [
    'P8 R11 a stream with its own grace is ended after it, even if others follow',
    { ...senderLeft, graceMs: 70 },
    130,
    'disconnect',
  ],
  [
    'P8 R11 a stream with its own grace is ended after it, even if its chat keeps going',
    { ...senderLeft, graceMs: 70, keepGoing: true },
    130,
    'disconnect',
  ],
  ['P8 a sender who asked for no grace may leave while others follow', senderLeft, 300, undefined],
  [
    'P8 a grace of its own does not run before the sender has read anything',
    { ...initialStreamState(0, true, 0), firstTokenAt: 50, lastProgressAt: 4_999 },
    4_999,
    undefined,
  ],
  [
    'P8 R11 a grace of its own runs from the last follower if the sender never read',
    { ...streaming, graceMs: 0, keepGoing: true, unfollowedSince: 60 },
    60,
    'disconnect',
  ],
  [
    'a stream that is ending is left alone',
    { ...streaming, phase: 'ending', end: { reason: 'user', at: 60 } },
    50_000,
    undefined,
  ],
]

describe('decide', () => {
  test.each(cases)('%s', (_, state, now, reason) => {
    const action = decide(state, limits, now)
    expect(action && 'reason' in action ? action.reason : undefined).toBe(reason)
  })

  test('a grace of 0 ends an unfollowed stream at once', () => {
    const state = { ...streaming, unfollowedSince: 60 }
    expect(decide(state, { ...limits, graceMs: 0 }, 60)).toMatchObject({
      reason: 'disconnect',
      graceMs: 0,
    })
  })

  test('P8 nobody has left while other servers could not be heard, whoever said what leaving means', () => {
    for (const left of [
      { ...streaming, unfollowedSince: 60 },
      { ...senderLeft, graceMs: 70 },
    ]) {
      expect(decide(left, limits, 210)).toMatchObject({ reason: 'disconnect' })
      expect(decide(left, limits, 210, 200)).toBeUndefined()
      expect(decide(left, limits, 300, 200)).toMatchObject({ reason: 'disconnect' })
    }
  })

  test('P8 the action tells how long the stream has waited for somebody to come', () => {
    const left = { ...streaming, unfollowedSince: 60 }
    expect(decide(left, limits, 200)).toMatchObject({ graceMs: 100 })
    const neverFollowed = {
      ...initialStreamState(0, false),
      firstTokenAt: 50,
      lastProgressAt: 4_999,
    }
    expect(decide(neverFollowed, limits, 5_000)).toMatchObject({ graceMs: 5_000 })
    expect(decide({ ...senderLeft, graceMs: 7 }, limits, 200)).toMatchObject({ graceMs: 7 })
  })
})
