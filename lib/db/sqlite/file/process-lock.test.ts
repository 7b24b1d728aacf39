import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'
import { lockForThisProcess } from './process-lock'

/** Another process that tries to take the lock, says whether it has it, and lives on. */
async function otherProcess(
  file: string,
  { cwd, findsPrograms = true }: { cwd?: string; findsPrograms?: boolean } = {},
) {
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
    cwd,
    ...(!findsPrograms && { env: { NODE_ENV: 'test', PATH: '' } }),
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
  test('the lock keeps a second process off, and is free after kill -9', async () => {
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

  test('the lock is of one database file, and another file is free', () => {
    const folder = temporaryFolder()
    const locks = ['a.db', 'b.db'].map((name) => lockForThisProcess(path.join(folder, name)))
    for (const lock of locks) expect(lock).toBeDefined()
    for (const lock of locks) lock?.release()
  })

  test.each<[string, (folder: string, file: string) => string]>([
    ['a symlink', (folder, file) => linked(symlinkSync, file, path.join(folder, 'link.db'))],
    ['a hard link', (folder, file) => linked(linkSync, file, path.join(folder, 'hard.db'))],
    [
      'a symlink to a symlink, relative and in another folder',
      (folder, file) => {
        linked(symlinkSync, file, path.join(folder, 'link.db'))
        mkdirSync(path.join(folder, 'other'))
        return linked(symlinkSync, '../link.db', path.join(folder, 'other', 'link.db'))
      },
    ],
    [
      'a symlink of its folder',
      (folder, file) =>
        path.join(linked(symlinkSync, path.dirname(file), path.join(folder, 'link')), 'test.db'),
    ],
    ['a relative path', () => 'data/test.db'],
  ])('the lock is of the file by whatever name: %s', async (_, otherName) => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'data', 'test.db')
    mkdirSync(path.dirname(file))
    writeFileSync(file, '')
    const name = otherName(folder, file)
    const first = await otherProcess(file)
    expect(first.says).toBe('locked')
    expect((await otherProcess(name, { cwd: folder })).says).toBe('refused')
    await first.killHard()
    const second = await otherProcess(name, { cwd: folder })
    expect(second.says).toBe('locked')
    expect((await otherProcess(file)).says).toBe('refused')
  })

  test('the lock is also of a file that is not there yet, by a link that leads to its place', async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'data', 'test.db')
    mkdirSync(path.dirname(file))
    const name = linked(symlinkSync, 'data/test.db', path.join(folder, 'link.db'))
    const first = await otherProcess(name)
    expect(first.says).toBe('locked')
    expect((await otherProcess(file)).says).toBe('refused')
  })

  test('the lock is refused without flock(1) for a file with a second name, which may be in use', async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'test.db')
    writeFileSync(file, '')
    const first = await otherProcess(file, { findsPrograms: false })
    expect(first.says).toBe('locked')
    const name = linked(linkSync, file, path.join(folder, 'hard.db'))
    expect((await otherProcess(name, { findsPrograms: false })).says).toBe('refused')
  })
})

function linked(
  link: (target: string, name: string) => void,
  target: string,
  name: string,
): string {
  link(target, name)
  return name
}
