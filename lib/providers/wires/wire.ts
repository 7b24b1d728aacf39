import type { Counts } from './json-fields'

/** A piece of a vendor's event, as far as an answer needs it. */
export type Piece =
  | { type: 'text' | 'reasoning' | 'refusal'; text: string }
  /** The next text is another part, even of the same kind. */
  | { type: 'break' }
  /** How the answer ends, in the vendor's word. */
  | { type: 'finish'; word: string }
  | { type: 'usage'; usage: Counts }
  /** Of any shape, for the reader of errors. */
  | { type: 'failure'; error: unknown }
  /** Nothing of the answer follows. */
  | { type: 'over' }

/** A vendor's protocol: read as it comes, written as the AI SDK takes it. Made for each answer. */
export interface Wire {
  /** The pieces of an event, which may be a whole answer; undefined if it is not understood. */
  read(event: unknown): readonly Piece[] | undefined
  /** An event with this much of the answer. */
  delta(type: 'text' | 'reasoning' | 'refusal', text: string): object
  /** Events that close a part of the answer; none where the wire has no parts. */
  break(): readonly object[]
  /** Events that end the answer. */
  finish(word: string, usage: Counts | undefined): readonly object[]
  /** An error event; `message` is the vendor's own error, as JSON. */
  failure(message: string): object
}
