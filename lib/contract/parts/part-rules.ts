import type { LanguageModelV4StreamPart, LanguageModelV4TextPart } from '@ai-sdk/provider'
import type { UIMessageChunk } from 'ai'

/** A step of a part while its answer streams. */
export type PartStep = 'open' | 'grow' | 'close'

/** The parts of a vendor's stream, by the AI SDK's names. */
export type VendorPartType = LanguageModelV4StreamPart['type']

/** The content of a message as a model is shown it. */
export type ModelContent = LanguageModelV4TextPart

/** The kinds whose parts are a text that grows. */
export type TextKind = 'text' | 'reasoning'

/** The chunks of our wire that carry parts: the AI SDK's, by its names. */
export type PartChunk = Extract<
  UIMessageChunk,
  { type: `${TextKind}-start` | `${TextKind}-delta` | `${TextKind}-end` }
>

/**
 * All the rules of one kind of parts, except how it is drawn, which is the page's business. The
 * functions are pure.
 */
export type PartRules<Part extends { type: string }> = {
  /** Whether it is the message's own text, which is copied, exported, and counted as its length. */
  readonly isText: boolean
  /** Whether the model is thinking while it comes: that time is counted. */
  readonly isThought: boolean
  /** The parts of a vendor's stream that make it up, by step. */
  readonly vendorTypes: Readonly<Record<PartStep, VendorPartType>>
  /** The chunks of our wire that carry it, by step. */
  readonly chunkTypes: Readonly<Record<PartStep, PartChunk['type']>>
  /** Whether a stored value of this type is such a part, and not a damaged one. */
  readonly is: (value: object) => value is Part
  /** A part that has begun, with nothing in it. */
  readonly open: () => Part
  readonly grow: (part: Part, delta: string) => Part
  /** The part once it is complete. */
  readonly close: (part: Part) => Part
  /** The first `length` UTF-16 code units of it, kept by a stop; undefined if nothing is left. */
  readonly cut: (part: Part, length: number) => Part | undefined
  /** Its content, as text. */
  readonly textOf: (part: Part) => string
  /** The content that a model is shown in the turns that follow. */
  readonly toModel: (part: Part) => ModelContent[]
  /** The chunks that bring it; `id` names the part. */
  readonly openChunk: (id: string) => PartChunk
  readonly growChunk: (id: string, delta: string) => PartChunk
  readonly closeChunk: (id: string) => PartChunk
}
