import type { CancelFault, CutKind } from '../harness/network/cancel-fault'

/** What a person presses to stop. */
export type StopControl = 'button' | 'escape' | 'composer' | 'chat list'

/** The network of the browser fails so many milliseconds after the press; before it, if negative. */
export type Outage = { after: number; kind: CutKind | 'offline'; milliseconds: number }

/** The tab in which Stop was pressed, the other one where there is one, or all of the browser. */
export type Tabs = 'presser' | 'other' | 'all'

/** What a person does who has pressed Stop, so many milliseconds after what came before. */
export type Step = { after: number } & (
  | { kind: 'press again'; by: 'escape' | 'composer' | 'try now' }
  | { kind: 'reload'; of: Tabs }
  /** For good; where all tabs are closed, another one is opened at the end. */
  | { kind: 'close'; of: Tabs }
  | { kind: 'close and open'; of: Tabs }
  | { kind: 'open another' }
  /** The phone is in the pocket: nothing runs, and its connections are gone. */
  | { kind: 'sleep'; milliseconds: number }
)

/** One stop of an answer, and all that gets in its way until the network is back. */
export type PlannedStop = {
  /** It is pressed when so many more characters are shown than before. */
  seen: number
  by: StopControl
  /** In which tab the first stop is pressed; the next one, where the answer was asked to go on. */
  tab: 0 | 1
  cancels: CancelFault[]
  outage: Outage | undefined
  steps: Step[]
  /** So long the network stays bad after the last step, in milliseconds. */
  patience: number
}

/** What happens to one answer. The same seed makes the same plan. */
export type StopPlan = {
  seed: number
  text: 'numbered' | 'emoji'
  /** Tokens a second. */
  rate: number
  /** The question reaches the server so late, and Stop is pressed before; 0: it does not. */
  sendDelay: number
  /** The provider ends the answer so many milliseconds after the press, whatever became of it. */
  endsAfter: number | undefined
  tabs: 1 | 2
  /** The same person has the chat open elsewhere, behind a network that works. */
  device: boolean
  stop: PlannedStop
  afterwards: { kind: 'nothing' } | { kind: 'continue' | 'regenerate'; stop: PlannedStop }
}
