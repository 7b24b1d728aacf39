import { cp, mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashSources } from './source-hash.mjs'

/** @type {string} */
let directory
/** @type {string} */
let before

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'source-hash-'))
  await write('app/page.tsx', 'page')
  await write('app/chat/[id]/page.tsx', 'chat')
  await write('lib/contract/chat.ts', 'schema')
  await write('package.json', '{}')
  before = await hashSources(directory)
})

afterEach(() => rm(directory, { recursive: true }))

describe('hashSources', () => {
  test.each([
    ['a file changes', () => write('lib/contract/chat.ts', 'other schema')],
    ['a file is added', () => write('public/icon.svg', '<svg/>')],
    ['a file goes', () => rm(join(directory, 'app/page.tsx'))],
    ['a file moves', () => rename(join(directory, 'app/page.tsx'), join(directory, 'app/p.tsx'))],
    ['two files swap contents', swapContents],
    ['a package changes', () => write('package-lock.json', '{}')],
  ])('the hash changes when %s', async (_, change) => {
    await change()
    expect(await hashSources(directory)).not.toBe(before)
  })

  test.each([
    ['a test is added', () => write('lib/contract/chat.test.ts', 'test')],
    ['a component test is added', () => write('components/chat/composer.test.tsx', 'test')],
    ['something outside the sources is added', () => write('docs/notes.md', 'notes')],
    ['a file gets a new time', () => utimes(join(directory, 'app/page.tsx'), 1, 1)],
    ['a file is written again as it was', () => write('app/page.tsx', 'page')],
  ])('the hash stays when %s', async (_, change) => {
    await change()
    expect(await hashSources(directory)).toBe(before)
  })

  test('the hash does not depend on where the sources lie, or in which order they were written', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'source-hash-'))
    await cp(join(directory, 'package.json'), join(copy, 'package.json'))
    await cp(join(directory, 'lib'), join(copy, 'lib'), { recursive: true })
    await cp(join(directory, 'app/chat'), join(copy, 'app/chat'), { recursive: true })
    await cp(join(directory, 'app/page.tsx'), join(copy, 'app/page.tsx'))

    const hash = await hashSources(copy)
    await rm(copy, { recursive: true })

    expect(hash).toBe(before)
  })
})

async function swapContents() {
  await write('app/page.tsx', 'chat')
  await write('app/chat/[id]/page.tsx', 'page')
}

/**
 * @param {string} path
 * @param {string} content
 */
async function write(path, content) {
  await mkdir(dirname(join(directory, path)), { recursive: true })
  await writeFile(join(directory, path), content)
}
