import type { Fault, LinePlan } from '../../harness/network/fault-proxy'

/** One stop of a run. */
export type PlannedStop = {
  /** `running` counts from the send and may overtake it; the other moments are waited for. */
  moment: 'before-send' | 'running' | 'last-token' | 'ended'
  /** Milliseconds after that moment; at the last token, milliseconds before the end is sent. */
  after: number
  of: 'answer' | 'chat' | 'person'
  mode: 'now' | 'sentence'
  /** How much of the answer was seen, from 0 to 1 of all that the provider will send. */
  seenPart: number | undefined
  /** The stop names its session. */
  named: boolean
  /** How many identical stops are sent in the same instant. */
  atOnce: number
}

/** How long a reader stays, and after how many milliseconds it comes back. Undefined: never. */
export type Visit = {
  leaves: {
    events?: number
    milliseconds?: number
    /** How long the reader waits for a response, in milliseconds. */
    patience?: number
  }
  away: number | undefined
}

/** A reader of a run. After its last visit it comes back to stay, unless it left for good. */
export type PlannedReader = {
  source: 'answer' | 'events'
  /** When the reader comes: before the send, or that many milliseconds after its response. */
  comes: 'before-send' | number
  visits: Visit[]
  line: LinePlan | undefined
}

/** What happens to one answer. The same seed makes the same plan. */
export type Plan = {
  seed: number
  /** The directive for the provider, without its key. */
  directive: string
  model: 'compatible/fake-small' | 'openai/fake-small'
  /** The faults of the connection to the provider. With faults, `model` is not used. */
  providerFaults: Fault[]
  /** The chat lets its answers go on when everybody has left. */
  keepGoing: boolean
  sender: Pick<PlannedReader, 'visits' | 'line'>
  readers: PlannedReader[]
  stops: PlannedStop[]
  /** Another question in the same chat, `after` milliseconds after the send's response. */
  next: { after: number; supersede: boolean } | undefined
  deletion: { after: number; of: 'answer' | 'question' | 'chat' } | undefined
  /** Another answer of the same person runs at the same time. */
  neighbour: boolean
  /** When another person tries every call on the answer, and whether they stop before the send. */
  stranger: { after: number; stopsFirst: boolean } | undefined
  /** After the end: the answer goes on, perhaps up to a stop, or another one is asked for. */
  afterwards: {
    kind: 'nothing' | 'continue' | 'regenerate'
    stop?: PlannedStop
    /** How many stops of the session before arrive only now. */
    lateStops?: number
  }
}
