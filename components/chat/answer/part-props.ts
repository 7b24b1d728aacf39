/** The facts from which a part of an answer is drawn. */
export type PartProps = {
  text: string
  /** More of it is coming. */
  live: boolean
  /** The model has not ended the answer here: it goes on, was stopped or broke off. */
  cut: boolean
  /** In milliseconds: all of its thinking if it has ended, else the time before this page watched. */
  thoughtMs: number
  ended: boolean
}
