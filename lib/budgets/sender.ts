/** A person who sends, with the facts by which places, tokens and memory are shared out. */
export type Sender = {
  id: string
  guest: boolean
  /** Whether they own this installation: there is room for them whatever the others use. */
  admin: boolean
  /** The address that the call comes from; undefined where that is unknown. */
  address?: string | undefined
}
