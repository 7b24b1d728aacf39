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
  ['lets a young stream be', followed, 199, undefined],
  ['R12 ends one without a first token', followed, 200, 'timeout_first_token'],
  [
    'R12 says of one whose model is still being loaded that the provider has no room',
    { ...followed, modelLoading: true },
    200,
    'provider_overloaded',
  ],
  ['lets one that progresses be', streaming, 349, undefined],
  ['R12 ends one that stalls', streaming, 350, 'timeout_stall'],
  [
    'R12 ends one that is too old',
    { ...streaming, lastProgressAt: 9_999 },
    10_000,
    'timeout_total',
  ],
  ['waits out the grace', { ...streaming, unfollowedSince: 60 }, 159, undefined],
  ['P8 R11 ends one that everybody left', { ...streaming, unfollowedSince: 60 }, 160, 'disconnect'],
  [
    'P8 lets one go on that is to keep going',
    { ...streaming, unfollowedSince: 60, keepGoing: true },
    160,
    undefined,
  ],
  [
    'P8 waits for the first follower longer than the grace',
    { ...initialStreamState(0, false), firstTokenAt: 50, lastProgressAt: 4_999 },
    4_999,
    undefined,
  ],
  [
    'P8 R11 ends one that nobody ever followed',
    { ...initialStreamState(0, false), firstTokenAt: 50, lastProgressAt: 4_999 },
    5_000,
    'disconnect',
  ],
  [
    'P8 lets one go on with its own grace while its sender reads, though nobody else does',
    { ...streaming, senders: 1, graceMs: 0 },
    300,
    undefined,
  ],
  ['P8 waits out the grace of its own', { ...senderLeft, graceMs: 70 }, 129, undefined],
  [
    'P8 R11 ends one whose sender left so long, whoever else follows',
    { ...senderLeft, graceMs: 70 },
    130,
    'disconnect',
  ],
  [
    'P8 R11 ends one whose sender left, though its chat keeps going',
    { ...senderLeft, graceMs: 70, keepGoing: true },
    130,
    'disconnect',
  ],
  [
    'P8 does not count the leaving of a sender who wished for no grace of its own',
    senderLeft,
    300,
    undefined,
  ],
  [
    'P8 counts the grace from everybody where its sender has read nothing: before their response',
    { ...initialStreamState(0, true, 0), firstTokenAt: 50, lastProgressAt: 4_999 },
    4_999,
    undefined,
  ],
  [
    'P8 R11 counts it from everybody, and ends it then',
    { ...streaming, graceMs: 0, keepGoing: true, unfollowedSince: 60 },
    60,
    'disconnect',
  ],
  [
    'leaves one alone that is ending',
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
