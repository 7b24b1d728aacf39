import { chmod, copyFile, rename, rm } from 'node:fs/promises'
import SqliteDatabase from 'better-sqlite3'
import { AppServer } from '../../e2e/harness/server/app-server.ts'
import { accounts, signUp, signUpGuest } from './accounts.ts'
import { fillInstallation } from './fill-installation.ts'
import type { SignedUp } from './people-maker.ts'
import { planChats } from './planned-chats.ts'

/** More than the index of a million messages needs at a time, in KiB. */
const CACHE_KIB = 1_000_000

/**
 * Makes the database file of an installation, where other people have this many messages. The
 * production build makes the file and signs the two people up; their chats and those of others
 * follow by SQL. A file of that name is replaced when all is done.
 */
export async function makeInstallation(
  file: string,
  { messages, say = () => {} }: { messages: number; say?: (line: string) => void },
): Promise<void> {
  const unfinished = `${file}.unfinished`
  const signedUp = await makeEmpty(unfinished)
  const database = new SqliteDatabase(unfinished)
  try {
    // If this is interrupted, the file is made again.
    database.pragma('journal_mode = MEMORY')
    database.pragma('synchronous = OFF')
    database.pragma(`cache_size = -${CACHE_KIB}`)
    fillInstallation(database, signedUp, planChats(messages), { say, endsAt: Date.now() })
    database.pragma('journal_mode = WAL')
  } finally {
    database.close()
  }
  await rename(unfinished, file)
}

/** Writes an empty database with the two people and a guest. @returns their IDs */
async function makeEmpty(file: string): Promise<SignedUp> {
  const server = await AppServer.start()
  try {
    const signedUp = {
      collector: await signUp(server.url, accounts.collector),
      newcomer: await signUp(server.url, accounts.newcomer),
      guest: await signUpGuest(server.url),
    }
    await server.end()
    await rm(file, { force: true })
    await copyFile(server.databaseFile, file)
    await chmod(file, 0o600)
    return signedUp
  } finally {
    await server.remove()
  }
}
