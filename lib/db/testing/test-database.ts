import type { Database } from '@/lib/db/database'

/** A person as a test makes them: the name and the address are made of the ID. */
export type TestPerson = {
  id: string
  /** When the person came, in milliseconds since the epoch. */
  at?: number
  guest?: boolean
}

/** A database that a test can also change behind the back of its stores. */
export type TestDatabase = Database & {
  /** Does nothing where the person is there already. */
  addPerson: (person: TestPerson) => Promise<void>
  /** Runs one statement, and gives its rows as the type that the caller names, unchecked. */
  sql: <Row = unknown>(statement: string, ...values: (string | number)[]) => Promise<Row[]>
}
