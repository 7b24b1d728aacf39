/** A value as both kinds of database have it; JSON as its text. */
export type CopiedValue = string | number | boolean | null

export type CopiedRow = readonly CopiedValue[]

/** A table that is copied between two kinds of database, where it has the same name and columns. */
export type CopiedTable = {
  name: string
  columns: readonly { name: string; kind: 'text' | 'number' | 'boolean' | 'json' }[]
  /** Whether the order in which its rows were written counts. */
  isOrdered: boolean
}

/** A database to read. */
export interface CopySource {
  /** All rows of a table, some at a time; in the order in which they were written, where that counts. */
  rows(table: CopiedTable): AsyncIterable<readonly CopiedRow[]>
}

/** An empty database to fill. */
export interface CopyTarget extends CopySource {
  write(table: CopiedTable, rows: readonly CopiedRow[]): Promise<void>
}

/** How many rows are in memory at a time: a message may have some megabytes. */
export const ROWS_AT_ONCE = 100
