import type { Counts } from './json-fields'

/** What an event of any vendor says, as far as an answer needs it. */
export type Piece =
  | { type: 'text' | 'reasoning' | 'refusal'; text: string }
  /** What follows is another part, even of the same kind. */
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
  /** What an event says, a whole answer as one event included; undefined if not understood. */
  read(event: unknown): readonly Piece[] | undefined
  /** Events with so much of the answer. */
  delta(type: 'text' | 'reasoning' | 'refusal', text: string): object
  /** Events that close a part of the answer; none where the wire has no parts. */
  break(): readonly object[]
  /** Events with which the answer ends. */
  finish(word: string, usage: Counts | undefined): readonly object[]
  /** An error whose message the vendor's words are, as JSON. */
  failure(message: string): object
}
