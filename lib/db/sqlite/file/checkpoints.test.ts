import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createLog } from '@/lib/platform/log'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'
import { startCheckpoints } from './checkpoints'
import { copyDatabase } from './copy-database'

const PAGE = 4_096

/** So seldom that the thread does nothing within a test. */
const NEVER_MS = 60_000

/** A busy machine starts a thread within seconds. */
const PATIENCE = { timeout: 15_000 }

function openDatabase({ everyMs = 5, fileOfThread }: { everyMs?: number; fileOfThread?: string }) {
  const file = path.join(temporaryFolder(), 'test.db')
  const client = new SqliteDatabase(file)
  client.pragma('journal_mode = WAL')
  client.pragma('synchronous = NORMAL')
  client.exec('CREATE TABLE texts (text BLOB)')
  const descriptor = openSync(file, 'a')
  const log = createLog('silent')
  const warned = vi.spyOn(log, 'warn')
  const started = { file: fileOfThread ?? file, descriptor, log, everyMs }
  const checkpoints = startCheckpoints(client, started)
  const close = () => {
    checkpoints.stop()
    client.close()
  }
  onTestFinished(() => {
    close()
    closeSync(descriptor)
  })
  const insert = client.prepare(`INSERT INTO texts VALUES (zeroblob(${10 * PAGE}))`)
  const write = client.transaction((pages: number) => {
    for (let page = 0; page < pages; page += 10) insert.run()
  })
  const pragma = (name: string) => client.pragma(name, { simple: true })
  const size = () => statSync(file).size
  const sizeOfLog = () => statSync(`${file}-wal`).size
  const look = client.prepare<[], { log: number; checkpointed: number }>(
    'PRAGMA wal_checkpoint(NOOP)',
  )
  const pagesOfLog = () => look.get()?.log
  const untilCopied = () =>
    vi.waitFor(() => {
      const state = look.get()
      expect(state?.checkpointed).toBe(state?.log)
    }, PATIENCE)
  return { file, client, close, warned, write, pragma, size, sizeOfLog, pagesOfLog, untilCopied }
}

test('P11 commits leave a long log to the thread, and copy it themselves where that does not', () => {
  const { write, size } = openDatabase({ everyMs: NEVER_MS })
  const before = size()
  for (let pages = 0; pages < 7_000; pages += 100) write(100)
  expect(size()).toBe(before)
  for (let pages = 0; pages < 2_000; pages += 100) write(100)
  expect(size()).toBeGreaterThan(before + 7_000 * PAGE)
})

test('P11 the thread copies a log of a thousand pages, which the next commit begins again', async () => {
  const { write, size, sizeOfLog, untilCopied } = openDatabase({})
  write(1_200)
  await untilCopied()
  expect(size()).toBeGreaterThan(1_200 * PAGE)
  const before = sizeOfLog()
  write(500)
  expect(sizeOfLog()).toBe(before)
})

test('P11 a log that grew faster than the disk could take it is copied, and begun again', async () => {
  const { client, write, pagesOfLog, pragma } = openDatabase({})
  for (let commit = 0; commit < 800; commit += 1) {
    write(50)
    await setImmediate()
  }
  let rows = 4_000
  await vi.waitFor(() => {
    write(10)
    rows += 1
    expect(pagesOfLog()).toBeLessThan(1_000)
  }, PATIENCE)
  expect(client.prepare('SELECT count(*) FROM texts').pluck().get()).toBe(rows)
  expect(pragma('integrity_check')).toBe('ok')
})

test('a backup that is made meanwhile is whole, and the log is copied after it', async () => {
  const { file, client, write, size, untilCopied } = openDatabase({})
  write(2_000)
  const other = new SqliteDatabase(file)
  other.exec('BEGIN; SELECT count(*) FROM texts')
  write(3_000)
  other.exec('COMMIT')
  const copy = path.join(temporaryFolder(), 'copy.db')
  copyDatabase(other, copy)
  other.close()
  const copied = new SqliteDatabase(copy)
  expect(copied.prepare('SELECT count(*) FROM texts').pluck().get()).toBe(500)
  copied.close()
  await untilCopied()
  expect(size()).toBeGreaterThan(5_000 * PAGE)
  expect(client.pragma('integrity_check', { simple: true })).toBe('ok')
})

test('P11 a thread that ends is told, and commits copy the log as they would without it', async () => {
  const fileOfThread = path.join(temporaryFolder(), 'missing.db')
  const { warned, pragma, write, size } = openDatabase({ fileOfThread })
  expect(pragma('wal_autocheckpoint')).toBe(8_000)
  await vi.waitFor(() => {
    expect(pragma('wal_autocheckpoint')).toBe(1_000)
  }, PATIENCE)
  expect(warned).toHaveBeenCalledOnce()
  write(1_200)
  expect(size()).toBeGreaterThan(1_000 * PAGE)
})

test('P10 the thread has left the database when that is closed, also when it has just begun', () => {
  const { file, write, close } = openDatabase({ everyMs: NEVER_MS })
  write(2_000)
  close()
  // Only the last connection removes the log.
  expect(existsSync(`${file}-wal`)).toBe(false)
  expect(statSync(file).size).toBeGreaterThan(2_000 * PAGE)
})

test('P10 the thread has left the database when that is closed, also while it copies', async () => {
  const { file, write, close, untilCopied } = openDatabase({ everyMs: 1 })
  write(1_200)
  await untilCopied()
  for (let pages = 0; pages < 5_000; pages += 500) write(500)
  close()
  expect(existsSync(`${file}-wal`)).toBe(false)
  expect(statSync(file).size).toBeGreaterThan(6_000 * PAGE)
})
