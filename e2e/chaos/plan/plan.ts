import type { Fault, LinePlan } from '../../harness/network/fault-proxy'

/** The longest a plan waits before it does something, in milliseconds. */
export const LONGEST_WAIT = 250

/** One stop of a run. */
export type PlannedStop = {
  /** `running` counts from the send and may overtake it; the other moments are waited for. */
  moment: 'before-send' | 'running' | 'last-token' | 'ended'
  /** So many milliseconds after that moment; at the last token, so many before the end comes. */
  after: number
  of: 'answer' | 'chat' | 'person'
  mode: 'now' | 'sentence'
  /** How much of the answer was seen, as a part of what the provider will send in all. */
  seenPart: number | undefined
  /** It names the session that it is for. */
  named: boolean
  /** So many that are just alike leave in the same instant. */
  atOnce: number
}

/** How long a reader stays, and after how many milliseconds it comes back, if ever. */
export type Visit = {
  leaves: {
    events?: number
    milliseconds?: number
    /** It does not wait for its answer longer than this, in milliseconds. */
    patience?: number
  }
  away: number | undefined
}

/** A reader of a run. After its last visit it comes to stay, unless that one was for good. */
export type PlannedReader = {
  source: 'answer' | 'events'
  /** When it comes: before the send, or so many milliseconds after that was answered. */
  comes: 'before-send' | number
  visits: Visit[]
  line: LinePlan | undefined
}

/** What happens to one answer. The same seed makes the same plan. */
export type Plan = {
  seed: number
  /** What the provider is told to do, without its key. */
  directive: string
  model: 'compatible/fake-small' | 'openai/fake-small'
  /** What happens to the connection to the provider, where anything does; then on one wire only. */
  providerFaults: Fault[]
  /** The chat lets its answers go on when everybody has left. */
  keepGoing: boolean
  sender: Pick<PlannedReader, 'visits' | 'line'>
  readers: PlannedReader[]
  stops: PlannedStop[]
  /** Another question in the same chat, so many milliseconds after the first was answered. */
  next: { after: number; supersede: boolean } | undefined
  deletion: { after: number; of: 'answer' | 'question' | 'chat' } | undefined
  /** Another answer of the same person runs beside it. */
  neighbour: boolean
  /** When somebody else tries everything on it; with a stop that comes before the send or not. */
  stranger: { after: number; stopsFirst: boolean } | undefined
  /** Once it has ended: let it go on, up to a stop where there is one, or ask for another answer. */
  afterwards: {
    kind: 'nothing' | 'continue' | 'regenerate'
    stop?: PlannedStop
    /** So many stops that were for the session before arrive only now. */
    lateStops?: number
  }
}
