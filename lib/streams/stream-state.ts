import type { EndReason, ReasonOf } from '@/lib/contract/end-reason'
import type { AnswerError } from '@/lib/contract/message'
import { rulesOf, type PartKind } from '@/lib/contract/parts/part-kinds'
import type { CallFacts } from '@/lib/providers/failed-call'
import type { UsedTokens } from '@/lib/providers/prices'
import type { FollowerKind } from './answer'

/** Tokens as a provider reports them. */
export type ReportedUsage = Partial<UsedTokens> & { reasoningTokens?: number }

/** Why a stream ends and what goes with it. */
export type StreamEnd = {
  reason: EndReason
  at: number
  /** Keep no more of the text, or of the reasoning, than this, in UTF-16 code units. */
  keep?: { kind: PartKind; length: number }
  /** How long it was let go on after everybody had left. */
  graceMs?: number
  error?: AnswerError
  usage?: ReportedUsage
}

/** A stop that lets the sentence end; in code, the line. */
export type LastSentence = { since: number; position: number; textLength: number; inCode: boolean }

/** One stream as a plain value. Times are milliseconds of the monotonic clock. */
export type StreamState = {
  /** `ending`: it is decided how; `ended`: it is saved, and everybody may know. */
  readonly phase: 'active' | 'ending' | 'ended'
  readonly startedAt: number
  readonly firstTokenAt: number | undefined
  readonly lastProgressAt: number
  readonly chunkCount: number
  /** Since when it is thinking, and how long it was before. */
  readonly thinkingSince: number | undefined
  readonly thoughtMs: number
  readonly followers: number
  /** Since when nobody follows; undefined while somebody does. */
  readonly unfollowedSince: number | undefined
  readonly wasFollowed: boolean
  /** How many responses to its send are being read. */
  readonly senders: number
  /** Since when none is; undefined while one is, and before the first. */
  readonly senderLeftAt: number | undefined
  /** The grace that its sender wished for it, in milliseconds; undefined where it is the usual one. */
  readonly graceMs: number | undefined
  /** The provider is loading the model, and is called again until it has. */
  readonly modelLoading: boolean
  readonly keepGoing: boolean
  /** The stream ends with its sentence: since when, and where in the log and the text that began. */
  readonly lastSentence: LastSentence | undefined
  readonly end: StreamEnd | undefined
}

/** Everything that can happen to a stream. */
export type StreamAction =
  | { type: 'token-received'; at: number; kind: PartKind }
  | { type: 'follower-joined' | 'follower-left'; at: number; kind?: FollowerKind }
  | { type: 'keep-going-changed'; keepGoing: boolean }
  | {
      type: 'cancel-requested'
      at: number
      reason: ReasonOf<'cancelled'>
      seenTextLength?: number
      /** How long it was let go on after everybody had left. */
      graceMs?: number
    }
  | { type: 'sentence-wanted'; sentence: LastSentence }
  /** The text, or the reasoning, is as long as an answer's can be. */
  | { type: 'length-reached'; at: number; kind: PartKind; length: number }
  | { type: 'provider-finished'; at: number; reason: ReasonOf<'completed'>; usage: ReportedUsage }
  | {
      type: 'provider-failed' | 'timed-out'
      at: number
      reason: ReasonOf<'failed'>
      error: AnswerError
      /** The same call would fail again. */
      isFinal?: true
      /** The model is not there yet, and is worth waiting for. */
      isLoading?: true
      /** What is known of the call. */
      call?: CallFacts
      /** What it had used by then, where the provider told. */
      usage?: ReportedUsage
    }
  | { type: 'model-loading' }
  | { type: 'shutdown-began'; at: number }
  | { type: 'end-saved' }

/** A call to the provider that failed, or the answer's time that is over. */
export type ProviderFailed = Extract<StreamAction, { type: 'provider-failed' | 'timed-out' }>

export function initialStreamState(
  startedAt: number,
  keepGoing: boolean,
  graceMs?: number,
): StreamState {
  return {
    phase: 'active',
    startedAt,
    firstTokenAt: undefined,
    lastProgressAt: startedAt,
    chunkCount: 0,
    thinkingSince: undefined,
    thoughtMs: 0,
    followers: 0,
    unfollowedSince: startedAt,
    wasFollowed: false,
    senders: 0,
    senderLeftAt: undefined,
    graceMs,
    modelLoading: false,
    keepGoing,
    lastSentence: undefined,
    end: undefined,
  }
}

/** The one place where a stream's state changes. The first reason to end wins; later ones are void. */
export function reduceStream(state: StreamState, action: StreamAction): StreamState {
  switch (action.type) {
    case 'token-received': {
      if (state.phase !== 'active') return state
      const { thinkingSince, thoughtMs } = thinking(
        state,
        rulesOf(action.kind).isThought,
        action.at,
      )
      // Once a token: spreading a second object is slow.
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
    case 'keep-going-changed':
      return { ...state, keepGoing: action.keepGoing }
    case 'cancel-requested': {
      const { at, reason, seenTextLength, graceMs } = action
      return ending(state, {
        at,
        reason,
        ...(seenTextLength !== undefined && { keep: { kind: 'text', length: seenTextLength } }),
        ...(graceMs !== undefined && { graceMs }),
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
      return { ...state, modelLoading: state.phase === 'active' }
    case 'shutdown-began':
      return ending(state, { at: action.at, reason: 'shutdown' })
    case 'end-saved':
      return { ...state, phase: 'ended' }
  }
}

function ending(state: StreamState, end: StreamEnd): StreamState {
  if (state.phase !== 'active') return state
  return { ...state, phase: 'ending', end, ...thinking(state, false, end.at) }
}

/** How long it has thought by then. */
export function thoughtUntil({ thinkingSince, thoughtMs }: StreamState, at: number): number {
  return thoughtMs + (thinkingSince === undefined ? 0 : Math.max(0, at - thinkingSince))
}

function thinking(
  state: StreamState,
  thinks: boolean,
  at: number,
): Pick<StreamState, 'thinkingSince' | 'thoughtMs'> {
  const { thinkingSince, thoughtMs } = state
  if (thinks) return { thinkingSince: thinkingSince ?? at, thoughtMs }
  return { thinkingSince: undefined, thoughtMs: thoughtUntil(state, at) }
}
