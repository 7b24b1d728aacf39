import { randomUUID } from 'node:crypto'

/** An ID for an answer, minted by the client. */
export function newAnswerId(): string {
  return `answer-${randomUUID()}`
}
