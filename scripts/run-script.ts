import { existsSync } from 'node:fs'
import path from 'node:path'
import { MaintenanceError } from '../lib/db/maintenance-error.ts'
import { maintenanceOf, type Maintenance } from '../lib/db/open/maintenance.ts'

/** A mistake in a script's arguments, in words for the person who called it. */
export class ScriptError extends Error {}

/** The database of the server, by the server's own settings. @throws MaintenanceError */
export function configuredDatabase(): Maintenance {
  for (const file of ['.env.local', '.env']) if (existsSync(file)) process.loadEnvFile(file)
  return maintenanceOf(process.env['DATABASE_URL'] || 'file:./data/fullstop.db')
}

/** The file that was named, from the folder where npm was called. @throws ScriptError if none was */
export function namedFile(usage: string): string {
  const [name] = process.argv.slice(2)
  if (name === undefined || name === '') throw new ScriptError(usage)
  return path.resolve(process.env['INIT_CWD'] ?? '', name)
}

/** Runs the script. It says an expected error in one line, and exits with 1. */
export async function runScript(script: () => Promise<void>): Promise<void> {
  try {
    await script()
  } catch (error) {
    if (!isTold(error)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

/** Whether the person at the command line can mend the error. */
function isTold(error: unknown): error is Error {
  if (error instanceof ScriptError || error instanceof MaintenanceError) return true
  return error instanceof Error && 'code' in error
}
