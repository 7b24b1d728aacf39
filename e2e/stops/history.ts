import type { Call } from '../fake-provider/books/call.ts'
import type { CancelRecord } from '../harness/network/cancel-fault'
import type { StopPlan } from './plan'
import type { PageEvent } from './watch-answers'

/** A tab over all the pages that it had, reloads and all. */
export type TabHistory = {
  name: string
  /** Of another device of the same person. */
  isElsewhere: boolean
  events: PageEvent[]
}

/** One stop, from the press until it was over. Times are epoch milliseconds. */
export type StopHistory = {
  name: string
  messageId: string
  /** The tab in which it was pressed, not before that moment. */
  pressed: { tab: string; from: number }
  /** Nothing had got to the server yet. */
  isBeforeSend: boolean
  /** From when on nothing was in its way any more: a network, and a page that was awake. */
  backAt: number
  /** The text that earlier sessions had kept. */
  before: string
  /** The call that the provider got for this session, once it was closed or the time was over. */
  call: Call | undefined
  /** What the tabs of the browser said to the end of the time; empty where it was over. */
  stillGoing: string[]
  isRowActive: boolean
  stored: { status: string; endReason: string | null; text: string } | undefined
  /** What the network did with its cancels. */
  cancels: CancelRecord[]
  /** From when on the text may grow: it was continued, or what it had brought was asked for. */
  mayGrowFrom: number
}

/** What a late cancel left of the session that came after its own. */
export type LaterSession = {
  messageId: string
  call: Call | undefined
  /** How much of it was shown before the last late cancel came, and after. */
  reached: number
  shown: number
}

export type History = {
  plan: StopPlan
  tabs: TabHistory[]
  stops: StopHistory[]
  later: LaterSession | undefined
  /** Why it could not go on, and what its pages showed by then. */
  brokenOff: string | undefined
}
