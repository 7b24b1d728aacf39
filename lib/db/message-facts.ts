import type { MessageMetadata, Usage } from '@/lib/contract/message'

/**
 * What is noted of an answer in passing. A new fact has its column in the schema, its name on the wire
 * in the contract, and its lines here: from these the stores know what to write and the wire what to show.
 */
export type MessageFacts = FactsAtBeginning & FactsAtEnd

/** What is known when a session begins; that of the latest counts. */
export type FactsAtBeginning = {
  /** How many messages of the conversation the model was not shown, for their length. */
  leftOut: number
}

/** What is known when a session ends, of all sessions together. */
export type FactsAtEnd = {
  usage: Usage | null
  /** How long it was thinking, in milliseconds. */
  thoughtMs: number
}

/** A question has these, for no model has seen anything for it. */
export const NO_FACTS: FactsAtBeginning = { leftOut: 0 }

/** What of a session's beginning is to be written. */
export function factsAtBeginning({ leftOut }: FactsAtBeginning): FactsAtBeginning {
  return { leftOut }
}

/** What of a session's end is to be written; what is null stays as it was. */
export function factsAtEnd({ usage, thoughtMs }: GivenAtEnd): WrittenAtEnd {
  return { usage: usage ?? null, thoughtMs: thoughtMs ?? null }
}

/** The facts that an end brings: not every one knows all of them. */
export type GivenAtEnd = { [Name in keyof FactsAtEnd]?: NonNullable<FactsAtEnd[Name]> }

type WrittenAtEnd = { [Name in keyof FactsAtEnd]: FactsAtEnd[Name] | null }

/** The facts as the wire shows them; undefined is left out. */
export function shownFacts({ leftOut, thoughtMs, usage }: MessageFacts) {
  return {
    thoughtMs: thoughtMs || undefined,
    leftOutMessages: leftOut || undefined,
    usage: usage ?? undefined,
  } satisfies Partial<Record<keyof MessageMetadata, unknown>>
}
