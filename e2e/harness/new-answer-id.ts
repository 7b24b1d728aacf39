import { randomUUID } from 'node:crypto'

/** An ID for an answer, as a client makes it. */
export function newAnswerId(): string {
  return `answer-${randomUUID()}`
}
