import { v7 } from 'uuid'

/** A new ID: UUID v7, so that IDs sort by the time they were made. */
export function newId(): string {
  return v7()
}
