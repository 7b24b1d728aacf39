import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { verbs } from './verbs'

const rooms = ['lib/accounts', 'lib/chats', 'lib/health']

/** The names of all verbs in these rooms, in alphabetical order. */
async function verbsOfRooms(): Promise<string[]> {
  const files = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => path.resolve(room, file)),
  )
  const modules: unknown[] = await Promise.all(files.map((file) => import(file)))
  return modules
    .flatMap((exported): unknown[] => Object.values(exported ?? {}))
    .flatMap((value) => (isVerb(value) ? value.name : []))
    .toSorted()
}

function isVerb(value: unknown): value is { name: string } {
  return typeof value === 'object' && value !== null && 'run' in value && 'scope' in value
}

test('P12 a verb of any room is in the list, which the matrix walks', async () => {
  const listed = Object.values(verbs).map(({ name }) => name)
  expect(await verbsOfRooms()).toEqual(listed.toSorted())
})

test('a verb is listed under the name that it has', () => {
  expect(Object.entries(verbs).filter(([key, { name }]) => key !== name)).toEqual([])
})
