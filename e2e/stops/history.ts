import type { Call } from '../fake-provider/books/call.ts'
import type { CancelRecord } from '../harness/network/cancel-fault'
import type { StopPlan } from './plan'
import type { PageEvent } from './watch-answers'

/** A tab, over all the pages that it had, including reloads. */
export type TabHistory = {
  name: string
  /** The tab is on another device of the same person. */
  isElsewhere: boolean
  events: PageEvent[]
}

/** One stop, from the press until it was over. Times are epoch milliseconds. */
export type StopHistory = {
  name: string
  messageId: string
  /** The tab in which Stop was pressed, and the index in its events from which to look for that. */
  pressed: { tab: string; from: number }
  /** The stop was pressed before the question had reached the server. */
  isBeforeSend: boolean
  /** From when on nothing was in the stop's way: the network worked, and a page was awake. */
  backAt: number
  /** The text that earlier sessions had kept. */
  before: string
  /** The call that the provider got for this session, once it was closed or the time was over. */
  call: Call | undefined
  /** The tabs of the browser that showed the answer as running until the time was over. */
  stillGoing: string[]
  isRowActive: boolean
  stored: { status: string; endReason: string | null; text: string } | undefined
  /** The cancels of this stop, and what the network did with them. */
  cancels: CancelRecord[]
  /** From when on the text may grow: the answer was continued, or its hidden rest was asked for. */
  mayGrowFrom: number
}

/** The session after the stopped one, as a late cancel left it. */
export type LaterSession = {
  messageId: string
  call: Call | undefined
  /** The characters that were shown before the last late cancel arrived, and after it. */
  reached: number
  shown: number
}

export type History = {
  plan: StopPlan
  tabs: TabHistory[]
  stops: StopHistory[]
  later: LaterSession | undefined
  /** Why the run could not go on, and what its pages showed by then. */
  brokenOff: string | undefined
}
