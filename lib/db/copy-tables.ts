import { createHash } from 'node:crypto'
import type { CopiedRow, CopiedTable, CopySource, CopyTarget } from './copied-tables'
import { MaintenanceError } from './maintenance-error'

/**
 * Copies all rows of these tables, and reads them back. Returns how many each table has. Throws
 * `MaintenanceError` where the target does not have the very rows of the source.
 */
export async function copyTables(
  tables: readonly CopiedTable[],
  source: CopySource,
  target: CopyTarget,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const sent = new RowSum(table)
    for await (const rows of source.rows(table)) {
      sent.add(rows)
      await target.write(table, rows)
    }
    const found = new RowSum(table)
    for await (const rows of target.rows(table)) found.add(rows)
    if (!found.equals(sent)) {
      throw new MaintenanceError(
        `${table.name}: the copy has ${found.count} rows that are not the ${sent.count} of the source; nothing was kept of it.`,
      )
    }
    counts[table.name] = sent.count
  }
  return counts
}

/** Stands for all rows of a table, in any order unless that counts. */
class RowSum {
  count = 0
  readonly #table: CopiedTable
  #sum = 0n

  constructor(table: CopiedTable) {
    this.#table = table
  }

  add(rows: readonly CopiedRow[]): void {
    for (const row of rows) {
      const place = this.#table.isOrdered ? this.count : 0
      const digest = createHash('sha256')
        .update(JSON.stringify([place, ...row]))
        .digest('hex')
      this.#sum = BigInt.asUintN(256, this.#sum + BigInt(`0x${digest}`))
      this.count += 1
    }
  }

  equals(other: RowSum): boolean {
    return this.count === other.count && this.#sum === other.#sum
  }
}
