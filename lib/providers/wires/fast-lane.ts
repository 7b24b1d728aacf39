import type { PartKind } from '@/lib/contract/parts/part-kinds'

/** Takes text of an answer in the place of the AI SDK's parts. */
type Taker = (kind: PartKind, text: string) => void

/**
 * The way past the AI SDK for text that the SDK would hand on unchanged: most of a token's cost is the
 * SDK's chain of streams. It is open while nothing is on its way through the SDK and the next text
 * belongs to the part that the SDK opened last, so the order of an answer stays as the vendor sent it.
 */
export class FastLane {
  /** The kind of the part that is open, once the SDK has been given its first text. */
  #openKind: PartKind | undefined
  /** How many texts the SDK was given and has not brought out yet. */
  #underWay = 0
  #taker: Taker | undefined

  /** Hands text to `taker` from now on, while the lane is open. */
  connect(taker: Taker): void {
    this.#taker = taker
  }

  /** Hands nothing on any more. */
  disconnect(): void {
    this.#taker = undefined
  }

  /** Hands text on; false if the lane is not open for it, and the SDK has to be given it. */
  pass(kind: PartKind, text: string): boolean {
    if (!this.#taker || this.#underWay !== 0 || this.#openKind !== kind) return false
    this.#taker(kind, text)
    return true
  }

  /** The SDK is given text, of a kind that the lane can carry or of another. */
  textGiven(kind: PartKind | undefined): void {
    this.#openKind = kind
    this.#underWay += 1
  }

  /** The SDK is given something else, which may end the open part. */
  otherGiven(): void {
    this.#openKind = undefined
  }

  /** The SDK has brought out a text that it was given. */
  textBroughtOut(): void {
    // An SDK that made two texts of one could not be followed.
    if (this.#underWay === 0) this.disconnect()
    else this.#underWay -= 1
  }
}
