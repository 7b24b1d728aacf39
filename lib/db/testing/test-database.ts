import type { Database } from '@/lib/db/database'

/** A person as a test makes them: the name and the address are made of the ID. */
export type TestPerson = {
  id: string
  /** When the person came, in milliseconds since the epoch. */
  at?: number
  guest?: boolean
}

/** A database, with what a test does to it behind the back of its stores. */
export type TestDatabase = Database & {
  /** Does nothing where the person is there. */
  addPerson: (person: TestPerson) => void
  /** Runs one statement, and gives its rows, which are what the caller says. */
  sql: <Row = unknown>(statement: string, ...values: (string | number)[]) => Row[]
  /** Holds it as another program would: nobody else writes until it is released. */
  hold: () => { release(): void }
}
