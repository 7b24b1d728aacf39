/** Somebody who sends, as far as places, tokens and memory are shared out. */
export type Sender = {
  id: string
  guest: boolean
  /** Owns this installation: there is room for them whatever the others use. */
  admin: boolean
  /** Where the call comes from; undefined where that is unknown. */
  address?: string | undefined
}
