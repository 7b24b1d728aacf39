import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '@/lib/testing/test-database'
import { lockForThisProcess } from './process-lock'

/** Another process that tries to take the lock, says whether it has it, and lives on. */
async function otherProcess(file: string) {
  const script = `
    const { lockForThisProcess } = await import(${JSON.stringify(path.join(import.meta.dirname, 'process-lock.ts'))})
    const answer = lockForThisProcess(${JSON.stringify(file)}) ? 'locked' : 'refused'
    // What the caller does not keep is collected, and must be locked all the same.
    gc()
    await new Promise(setImmediate)
    console.log(answer)
    setInterval(() => {}, 1000)
  `
  const argv = ['--expose-gc', '--input-type=module', '--eval', script]
  const child = spawn(process.execPath, argv, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const [word] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    says: word.toString().trim(),
    async killHard() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

describe('P9 the lock on the database', () => {
  test('keeps a second process off, and is free after kill -9', async () => {
    const file = path.join(temporaryFolder(), 'data', 'test.db')
    const other = await otherProcess(file)
    expect(other.says).toBe('locked')
    expect(lockForThisProcess(file)).toBeUndefined()
    await other.killHard()
    const lock = lockForThisProcess(file)
    expect(lock).toBeDefined()
    expect((await otherProcess(file)).says).toBe('refused')
    lock?.release()
    expect((await otherProcess(file)).says).toBe('locked')
  })

  test('is of one database file: another is free', () => {
    const folder = temporaryFolder()
    const locks = ['a.db', 'b.db'].map((name) => lockForThisProcess(path.join(folder, name)))
    for (const lock of locks) expect(lock).toBeDefined()
    for (const lock of locks) lock?.release()
  })
})
