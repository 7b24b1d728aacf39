import type { Studio } from './studio'

/** A state of the page, and the way into it. */
export type State = {
  /** The name of its pictures. */
  name: string
  /** The caption in the index. */
  title: string
  arrive: (studio: Studio) => Promise<void>
  /** The picture shows the whole page, even if it is longer than the window. */
  fullPage?: boolean
  /** Only a page with keys has this state, so a phone has no picture of it. */
  needsKeys?: true
  /** The variables of a server of its own. States without variables share a server. */
  environment?: Record<string, string>
}

/** Whether there is a picture of the state in a look of this name. */
export function hasPicture({ needsKeys }: State, look: string): boolean {
  return needsKeys !== true || !look.endsWith('phone')
}

/** The states of one page, in the order in which a person meets them. */
export type Group = { page: string; states: readonly State[] }
