import type SqliteDatabase from 'better-sqlite3'

/** More than there are queries in this code; those with a list in them have many forms. */
const MOST_STATEMENTS = 200

/**
 * Compiles each statement once. Drizzle compiles at every call, which costs more than the run itself.
 * Calls can share a statement, since Drizzle always has one query's rows in one form.
 */
export function rememberStatements(client: SqliteDatabase.Database): void {
  const prepare = client.prepare.bind(client)
  const statements = new Map<string, ReturnType<typeof prepare>>()

  function prepareOnce(source: string) {
    const statement = statements.get(source) ?? prepare(source)
    // The statement that was used last stands last.
    statements.delete(source)
    statements.set(source, statement)
    const [oldest] = statements.keys()
    if (statements.size > MOST_STATEMENTS && oldest !== undefined) statements.delete(oldest)
    return statement
  }
  client.prepare = prepareOnce as typeof client.prepare
}
