import type { Studio } from './studio'

/** Something that a person may find the page in, and how it comes to be so. */
export type State = {
  /** How its pictures are called. */
  name: string
  /** What one sees, for the index. */
  title: string
  arrive: (studio: Studio) => Promise<void>
  /** The whole page, where it is longer than the window. */
  fullPage?: boolean
  /** Variables of a server of its own; the states that need none share one. */
  environment?: Record<string, string>
}

/** The states of one page, in the order in which one meets them. */
export type Group = { page: string; states: readonly State[] }
