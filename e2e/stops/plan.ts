import type { CancelFault, CutKind } from '../harness/network/cancel-fault'

/** The control with which a person stops an answer. */
export type StopControl = 'button' | 'escape' | 'composer' | 'chat list'

/** The browser's network fails `after` milliseconds after the press; before it, if negative. */
export type Outage = { after: number; kind: CutKind | 'offline'; milliseconds: number }

/** The tab in which Stop was pressed, the other tab if there is one, or all tabs of the browser. */
export type Tabs = 'presser' | 'other' | 'all'

/** A thing that a person does after the press, `after` milliseconds after the thing before. */
export type Step = { after: number } & (
  | { kind: 'press again'; by: 'escape' | 'composer' | 'try now' }
  | { kind: 'reload'; of: Tabs }
  /** For good. If all tabs are closed, another one is opened at the end. */
  | { kind: 'close'; of: Tabs }
  | { kind: 'close and open'; of: Tabs }
  | { kind: 'open another' }
  /** The phone is in the pocket: nothing runs, and its connections are gone. */
  | { kind: 'sleep'; milliseconds: number }
)

/** One stop of an answer, and everything that gets in its way until the network is back. */
export type PlannedStop = {
  /** Stop is pressed when this many characters of the session are shown. */
  seen: number
  by: StopControl
  /** The tab of the first stop. The next stop is pressed where the answer was asked to go on. */
  tab: 0 | 1
  cancels: CancelFault[]
  outage: Outage | undefined
  steps: Step[]
  /** How long the network stays bad after the last step, in milliseconds. */
  patience: number
}

/** What happens to one answer. The same seed makes the same plan. */
export type StopPlan = {
  seed: number
  text: 'numbered' | 'emoji'
  /** Tokens a second. */
  rate: number
  /** Milliseconds by which the question is late, so that Stop is pressed before it; 0: not late. */
  sendDelay: number
  /** The provider ends the answer this many milliseconds after the press, stopped or not. */
  endsAfter: number | undefined
  tabs: 1 | 2
  /** The same person has the chat open on another device, behind a network that works. */
  device: boolean
  stop: PlannedStop
  afterwards: { kind: 'nothing' } | { kind: 'continue' | 'regenerate'; stop: PlannedStop }
}
