import type { LanguageModelV4StreamPart, LanguageModelV4TextPart } from '@ai-sdk/provider'
import type { UIMessageChunk } from 'ai'

/** What happens to a part while its answer streams. */
export type PartStep = 'open' | 'grow' | 'close'

/** What a vendor's stream is made of, by the AI SDK's names. */
export type VendorPartType = LanguageModelV4StreamPart['type']

/** What of a message a model is shown. */
export type ModelContent = LanguageModelV4TextPart

/** The kinds whose parts are a text that grows. */
export type TextKind = 'text' | 'reasoning'

/** The chunks of our wire that carry parts: the AI SDK's, by its names. */
export type PartChunk = Extract<
  UIMessageChunk,
  { type: `${TextKind}-start` | `${TextKind}-delta` | `${TextKind}-end` }
>

/**
 * Everything that has to be known of one kind of parts, but how it is drawn: that is the page's. The
 * functions are pure.
 */
export type PartRules<Part extends { type: string }> = {
  /** Whether it is the message's own text: what is copied, exported, and counted as its length. */
  readonly isText: boolean
  /** Whether the model is thinking while it comes: that time is counted. */
  readonly isThought: boolean
  /** What of a vendor's stream it is made of. */
  readonly vendorTypes: Readonly<Record<PartStep, VendorPartType>>
  /** What of our wire carries it. */
  readonly chunkTypes: Readonly<Record<PartStep, PartChunk['type']>>
  /** Whether a stored value of this type is such a part, and not a damaged one. */
  readonly is: (value: object) => value is Part
  /** A part that has begun, with nothing in it. */
  readonly open: () => Part
  readonly grow: (part: Part, delta: string) => Part
  /** The part when nothing more of it comes. */
  readonly close: (part: Part) => Part
  /** The first `length` UTF-16 code units of it, where a stop falls; undefined where that is nothing. */
  readonly cut: (part: Part, length: number) => Part | undefined
  /** What is in it, as text. */
  readonly textOf: (part: Part) => string
  /** What of it a model is shown in the turns that follow. */
  readonly toModel: (part: Part) => ModelContent[]
  /** The chunks that bring it; `id` names the part. */
  readonly openChunk: (id: string) => PartChunk
  readonly growChunk: (id: string, delta: string) => PartChunk
  readonly closeChunk: (id: string) => PartChunk
}
