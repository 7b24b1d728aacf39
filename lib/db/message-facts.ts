import type { MessageMetadata, Usage } from '@/lib/contract/message'

/**
 * Facts that are noted of an answer. A new one has its column in each schema, its name on the wire in the
 * contract, its place in PostgreSQL's functions that begin and end an answer, and its lines here: from
 * these it is written and shown.
 */
export type MessageFacts = FactsAtBeginning & FactsAtEnd

/** The facts that are known when a session begins; those of the latest session count. */
export type FactsAtBeginning = {
  /** How many messages of the conversation the model was not shown, for their length. */
  leftOut: number
}

/** The facts that are known when a session ends, of all sessions together. */
export type FactsAtEnd = {
  usage: Usage | null
  /** How long the model was thinking, in milliseconds. */
  thoughtMs: number
}

/** The facts of a question: no model was shown anything for it. */
export const NO_FACTS: FactsAtBeginning = { leftOut: 0 }

/** The facts that a beginning writes. */
export function factsAtBeginning({ leftOut }: FactsAtBeginning): FactsAtBeginning {
  return { leftOut }
}

/** The facts that an end writes. A fact that is null keeps its value. */
export function factsAtEnd({ usage, thoughtMs }: GivenAtEnd): WrittenAtEnd {
  return { usage: usage ?? null, thoughtMs: thoughtMs ?? null }
}

/** The facts that an end brings: not every end knows all of them. */
export type GivenAtEnd = { [Name in keyof FactsAtEnd]?: NonNullable<FactsAtEnd[Name]> }

type WrittenAtEnd = { [Name in keyof FactsAtEnd]: FactsAtEnd[Name] | null }

/** The facts as the wire shows them; an undefined one is left out. */
export function shownFacts({ leftOut, thoughtMs, usage }: MessageFacts) {
  return {
    thoughtMs: thoughtMs || undefined,
    leftOutMessages: leftOut || undefined,
    usage: usage ?? undefined,
  } satisfies Partial<Record<keyof MessageMetadata, unknown>>
}
