import { existsSync } from 'node:fs'
import path from 'node:path'
import { MaintenanceError } from '../lib/db/maintenance-error.ts'
import { maintenanceOf, type Maintenance } from '../lib/db/open/maintenance.ts'

/** What is wrong with what a script was told, for who called it. */
export class ScriptError extends Error {}

/** The database that the server uses, by the settings that it reads. Throws {@link MaintenanceError}. */
export function configuredDatabase(): Maintenance {
  for (const file of ['.env.local', '.env']) if (existsSync(file)) process.loadEnvFile(file)
  return maintenanceOf(process.env['DATABASE_URL'] || 'file:./data/fullstop.db')
}

/** A file as it was named where npm was called. Throws {@link ScriptError} where none was. */
export function namedFile(usage: string): string {
  const [name] = process.argv.slice(2)
  if (name === undefined || name === '') throw new ScriptError(usage)
  return path.resolve(process.env['INIT_CWD'] ?? '', name)
}

/** Runs the script; what is wrong it says in one line, and ends with 1. */
export async function runScript(script: () => Promise<void>): Promise<void> {
  try {
    await script()
  } catch (error) {
    if (!isTold(error)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

/** Whether an error is one that the person at the command line can mend. */
function isTold(error: unknown): error is Error {
  if (error instanceof ScriptError || error instanceof MaintenanceError) return true
  return error instanceof Error && 'code' in error
}
