import { existsSync } from 'node:fs'
import path from 'node:path'

/** What is wrong with what a script was told, for who called it. */
export class ScriptError extends Error {}

/** The SQLite file that the server uses, by the settings that it reads. Throws {@link ScriptError}. */
export function databaseFile(): string {
  for (const file of ['.env.local', '.env']) if (existsSync(file)) process.loadEnvFile(file)
  const url = process.env['DATABASE_URL'] || 'file:./data/fullstop.db'
  if (!url.startsWith('file:')) {
    throw new ScriptError('DATABASE_URL: this script can open only a SQLite file')
  }
  return path.resolve(url.slice('file:'.length))
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
    const isTold = error instanceof ScriptError || (error instanceof Error && 'code' in error)
    if (!isTold) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
