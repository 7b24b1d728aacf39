/** What is drawn of a part of an answer. */
export type PartProps = {
  text: string
  /** More of it is coming. */
  live: boolean
  /** Its writer had not ended it. */
  cut: boolean
  /** How long the answer thought: until now where it has ended, else until we began to watch. */
  thoughtMs: number
  ended: boolean
}
