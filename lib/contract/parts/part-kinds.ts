import type { PartChunk, PartRules, PartStep } from './part-rules'
import { reasoningPart, type ReasoningPart } from './reasoning-part'
import { textPart, type TextPart } from './text-part'

/** The parts of messages, by kind. */
type PartShapes = { text: TextPart; reasoning: ReasoningPart }

export type PartKind = keyof PartShapes

export type PartOf<Kind extends PartKind> = PartShapes[Kind]

/** The rules of each kind. A new one is a file next to this, and a name here, in the type and in `byKind`. */
const partKinds: { readonly [Kind in PartKind]: PartRules<PartOf<Kind>> } = {
  text: textPart,
  reasoning: reasoningPart,
}

/** A part with the text that has come so far. */
export function openPart(kind: PartKind, text: string): PartOf<PartKind> {
  const { open, grow } = rulesOf(kind)
  return grow(open(), text)
}

/** A part that is whole. */
export function donePart(kind: PartKind, text: string): PartOf<PartKind> {
  return rulesOf(kind).close(openPart(kind, text))
}

/** A value for each kind, such as a length. */
export function byKind<Value>(of: (kind: PartKind) => Value): Record<PartKind, Value> {
  return { text: of('text'), reasoning: of('reasoning') }
}

export const everyKind: readonly PartKind[] = Object.values(byKind((kind) => kind))

export function rulesOf<Kind extends PartKind>(kind: Kind): PartRules<PartOf<Kind>> {
  return partKinds[kind]
}

/** Whether a value is an undamaged part of ours: clients, databases and the AI SDK have others, too. */
export function isMessagePart(value: unknown): value is PartOf<PartKind> {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false
  return isPartKind(value.type) && partKinds[value.type].is(value)
}

/** Whether `type` names a kind of parts. */
export function isPartKind(type: unknown): type is PartKind {
  return typeof type === 'string' && Object.hasOwn(partKinds, type)
}

/** The kind of a part, and the step that is done to the part. */
export type PartMove = { kind: PartKind; step: PartStep }

/** The move behind each name by which a vendor's stream, or our wire, calls a step. */
export function movesByType(names: 'vendorTypes' | 'chunkTypes'): ReadonlyMap<string, PartMove> {
  const steps: PartStep[] = ['open', 'grow', 'close']
  return new Map(
    everyKind.flatMap((kind) =>
      steps.map((step) => [partKinds[kind][names][step], { kind, step }] as const),
    ),
  )
}

const moves = movesByType('chunkTypes')

/** The move that a chunk makes; undefined for a chunk that carries no part. */
export function moveOf(chunk: { type: string }): PartMove | undefined {
  return moves.get(chunk.type)
}

export function isPartChunk(chunk: { type: string }): chunk is PartChunk {
  return moves.has(chunk.type)
}
