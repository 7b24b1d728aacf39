import type { EndReason, ReasonOf } from '@/lib/contract/end-reason'
import type { AnswerError } from '@/lib/contract/message'
import { rulesOf, type PartKind } from '@/lib/contract/parts/part-kinds'
import type { ReportedUsage } from '@/lib/metering/meter'
import type { CallFacts } from '@/lib/providers/errors/failed-call'
import type { FollowerKind, RunningFacts } from '@/lib/streams/answer/answer-source'

/** Why a stream ends, and the facts of that end. */
export type StreamEnd = {
  reason: EndReason
  at: number
  /** Keep no more of the text, or of the reasoning, than this, in UTF-16 code units. */
  keep?: { kind: PartKind; length: number }
  /** How long the stream went on after its readers, or its sender, had left, in milliseconds. */
  graceMs?: number
  /** The stop of another server that this carries out. */
  requestId?: string
  error?: AnswerError
  usage?: ReportedUsage
}

/** A stop that lets the sentence end; in code, the line. */
export type LastSentence = { since: number; position: number; textLength: number; inCode: boolean }

/** The facts of a stream in every phase. Times are milliseconds of the monotonic clock. */
type StreamFacts = {
  readonly startedAt: number
  readonly firstTokenAt: number | undefined
  readonly lastProgressAt: number
  readonly chunkCount: number
  /** How long the model thought, without the thought that is still open. */
  readonly thoughtMs: number
  readonly followers: number
  /** Since when nobody follows; undefined while somebody does. */
  readonly unfollowedSince: number | undefined
  readonly wasFollowed: boolean
  /** How many responses to its send are being read. */
  readonly senders: number
  /** Since when no such response is read; undefined while one is, and before the first. */
  readonly senderLeftAt: number | undefined
  /** The grace that the sender asked for, in milliseconds; undefined for the usual one. */
  readonly graceMs: number | undefined
  readonly keepGoing: boolean
}

export type ActiveStream = StreamFacts & {
  readonly phase: 'active'
  /** Since when the model is thinking, while it is. */
  readonly thinkingSince: number | undefined
  /** The provider is loading the model, and is called again until it has. */
  readonly modelLoading: boolean
  /** Set once the stream is to end with its sentence: when, and how long log and text were then. */
  readonly lastSentence: LastSentence | undefined
}

/** `ending`: how it ends is decided. `ended`: the end is saved, and everybody may know. */
type EndedStream = StreamFacts & { readonly phase: 'ending' | 'ended'; readonly end: StreamEnd }

/** One stream as a plain value. */
export type StreamState = ActiveStream | EndedStream

/** Everything that can happen to a stream. */
export type StreamAction =
  | { type: 'token-received'; at: number; kind: PartKind }
  | { type: 'follower-joined' | 'follower-left'; at: number; kind?: FollowerKind }
  /** All followers are about to be sent to another server, and to follow from there. */
  | { type: 'followers-sent-on' }
  | { type: 'keep-going-changed'; keepGoing: boolean }
  | {
      type: 'cancel-requested'
      at: number
      reason: ReasonOf<'cancelled'>
      seenTextLength?: number
      /** How long the stream went on after its readers, or its sender, had left, in milliseconds. */
      graceMs?: number
      /** The stop of another server that this carries out. */
      requestId?: string
    }
  | { type: 'sentence-wanted'; sentence: LastSentence }
  /** The text, or the reasoning, is longer than an answer's may be. */
  | { type: 'length-reached'; at: number; kind: PartKind; length: number }
  | { type: 'provider-finished'; at: number; reason: ReasonOf<'completed'>; usage: ReportedUsage }
  | {
      type: 'provider-failed' | 'timed-out'
      at: number
      reason: ReasonOf<'failed'>
      error: AnswerError
      /** The same call would fail again. */
      isFinal?: true
      /** The model is still being loaded, and is worth waiting for. */
      isLoading?: true
      /** The facts of the failed call. */
      call?: CallFacts
      /** The usage up to then, if the provider reported any. */
      usage?: ReportedUsage
    }
  | { type: 'model-loading' }
  | { type: 'shutdown-began'; at: number }
  /** The database has ended the session, or deleted it: this process was taken for dead. */
  | { type: 'session-lost'; at: number }
  | { type: 'end-saved' }

/** A call to the provider has failed, or the answer has run out of time. */
export type ProviderFailed = Extract<StreamAction, { type: 'provider-failed' | 'timed-out' }>

export function initialStreamState(
  startedAt: number,
  keepGoing: boolean,
  graceMs?: number,
): ActiveStream {
  return {
    phase: 'active',
    startedAt,
    firstTokenAt: undefined,
    lastProgressAt: startedAt,
    chunkCount: 0,
    thoughtMs: 0,
    followers: 0,
    unfollowedSince: startedAt,
    wasFollowed: false,
    senders: 0,
    senderLeftAt: undefined,
    graceMs,
    keepGoing,
    thinkingSince: undefined,
    modelLoading: false,
    lastSentence: undefined,
  }
}

/**
 * The one place where a stream's state changes. The first reason to end wins; later ones are void.
 *
 *     active ── cancel-requested ──┬──► ending ── end-saved ──► ended
 *       ▲ │     length-reached     │
 *       └─┘     provider-finished  │
 *     all other provider-failed    │
 *     actions   timed-out          │
 *               shutdown-began     │
 *               session-lost ──────┘
 *
 * Followers come and go in every phase.
 */
export function reduceStream(state: StreamState, action: StreamAction): StreamState {
  switch (action.type) {
    case 'token-received': {
      if (state.phase !== 'active') return state
      const { thinkingSince, thoughtMs } = thinking(
        state,
        rulesOf(action.kind).isThought,
        action.at,
      )
      // This runs once a token, and spreading a second object is slow.
      return {
        ...state,
        firstTokenAt: state.firstTokenAt ?? action.at,
        lastProgressAt: action.at,
        modelLoading: false,
        chunkCount: state.chunkCount + 1,
        thinkingSince,
        thoughtMs,
      }
    }
    case 'follower-joined':
      return {
        ...state,
        followers: state.followers + 1,
        unfollowedSince: undefined,
        wasFollowed: true,
        ...(action.kind === 'sender' && { senders: state.senders + 1, senderLeftAt: undefined }),
      }
    case 'follower-left':
      return {
        ...state,
        followers: state.followers - 1,
        unfollowedSince: state.followers === 1 ? action.at : state.unfollowedSince,
        ...(action.kind === 'sender' && {
          senders: state.senders - 1,
          senderLeftAt: state.senders === 1 ? action.at : state.senderLeftAt,
        }),
      }
    case 'followers-sent-on':
      // They have as long as a first follower has.
      return { ...state, wasFollowed: false }
    case 'keep-going-changed':
      return { ...state, keepGoing: action.keepGoing }
    case 'cancel-requested': {
      const { at, reason, seenTextLength, graceMs, requestId } = action
      return ending(state, {
        at,
        reason,
        ...(seenTextLength !== undefined && { keep: { kind: 'text', length: seenTextLength } }),
        ...(graceMs !== undefined && { graceMs }),
        ...(requestId !== undefined && { requestId }),
      })
    }
    case 'sentence-wanted':
      if (state.phase !== 'active' || state.lastSentence) return state
      return { ...state, lastSentence: action.sentence }
    case 'length-reached': {
      const { at, kind, length } = action
      return ending(state, { at, reason: 'length', keep: { kind, length } })
    }
    case 'provider-finished':
      return ending(state, { at: action.at, reason: action.reason, usage: action.usage })
    case 'provider-failed':
    case 'timed-out':
      return ending(state, {
        at: action.at,
        reason: action.reason,
        error: action.error,
        ...(action.usage && { usage: action.usage }),
      })
    case 'model-loading':
      return state.phase === 'active' ? { ...state, modelLoading: true } : state
    case 'shutdown-began':
      return ending(state, { at: action.at, reason: 'shutdown' })
    case 'session-lost':
      return ending(state, { at: action.at, reason: 'crash' })
    case 'end-saved':
      return state.phase === 'active' ? state : { ...state, phase: 'ended' }
  }
}

function ending(state: StreamState, end: StreamEnd): StreamState {
  if (state.phase !== 'active') return state
  const { thinkingSince: _, modelLoading: _loading, lastSentence: _sentence, ...facts } = state
  return { ...facts, phase: 'ending', end, thoughtMs: thoughtUntil(state, end.at) }
}

/** How a stream ends, once that is decided. */
export function endOf(state: StreamState): StreamEnd | undefined {
  return state.phase === 'active' ? undefined : state.end
}

/** How long the model has thought by `at`, in milliseconds. */
export function thoughtUntil(state: StreamState, at: number): number {
  if (state.phase !== 'active' || state.thinkingSince === undefined) return state.thoughtMs
  return state.thoughtMs + Math.max(0, at - state.thinkingSince)
}

/** What readers are told of a running stream at `at`, which thought for `thoughtBefore` ms in earlier sessions. */
export function runningFacts(state: StreamState, thoughtBefore: number, at: number): RunningFacts {
  const { startedAt, firstTokenAt } = state
  const thoughtMs = thoughtBefore + thoughtUntil(state, at)
  return {
    ...(firstTokenAt !== undefined && { firstTokenMs: firstTokenAt - startedAt }),
    ...(thoughtMs > 0 && { thoughtMs }),
    ...(state.phase === 'active' && state.modelLoading && { modelLoading: true }),
  }
}

function thinking(
  state: ActiveStream,
  thinks: boolean,
  at: number,
): Pick<ActiveStream, 'thinkingSince' | 'thoughtMs'> {
  const { thinkingSince, thoughtMs } = state
  if (thinks) return { thinkingSince: thinkingSince ?? at, thoughtMs }
  return { thinkingSince: undefined, thoughtMs: thoughtUntil(state, at) }
}
