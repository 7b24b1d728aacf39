import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '@/lib/platform/clock'
import { ConfigurationError } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'
import { openDatabase } from './open-database'

const open = (url: string) =>
  openDatabase({
    url,
    inFunctions: false,
    diskFloor: 0,
    clock: systemClock,
    log: createLog('silent'),
  })

describe('openDatabase', () => {
  test('openDatabase opens the file that a URL names, and tells the folder of its files', async () => {
    const folder = temporaryFolder()
    const opened = await open(`file:${path.join(folder, 'test.db')}`)
    expect(await opened.database.check()).toBe('ok')
    expect(opened.folder).toBe(folder)
    opened.close()
  })

  test('openDatabase opens a file again only once that is closed', async () => {
    const url = `file:${path.join(temporaryFolder(), 'test.db')}`
    const opened = await open(url)
    await expect(open(url)).rejects.toThrow(/is in use by another Fullstop process/)
    opened.close()
    const again = await open(url)
    again.close()
  })

  test.each([
    ['postgres://ann:secret@127.0.0.1:1/chats', '127.0.0.1:1/chats: no PostgreSQL answers there'],
    ['postgresql://ann:secret@127.0.0.1:1/chats', '(ECONNREFUSED)'],
    ['mysql://ann:secret@localhost/fullstop', 'must begin with file: or postgres:'],
    ['./fullstop.db', 'must begin with file: or postgres:'],
  ])('openDatabase refuses %s with one line, which keeps the URL to itself', async (url, line) => {
    const refusal = await open(url).catch((error: unknown) => error)
    if (!(refusal instanceof ConfigurationError)) throw new Error('it was not refused')
    expect(refusal.message).toContain(line)
    expect(refusal.message).not.toContain(url)
  })
})
