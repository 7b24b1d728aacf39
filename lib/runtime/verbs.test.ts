import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { keyScopes } from '@/lib/contract/account'
import { readConfig } from '@/lib/platform/env'
import { limitsOf } from '@/lib/rate-limit/limits'
import type { Shape } from '@/lib/verbs/shape'
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

const all = Object.values(verbs)
const counted = all.filter((verb) => verb.scope !== 'anybody')

function schemasOf(output: Shape<unknown>): z.ZodType[] {
  if (output === 'nothing' || 'mediaTypes' in output) return []
  if (!('events' in output)) return [output]
  return [output.events, ...(output.value ? [output.value] : [])]
}

const inputs = counted.map(({ name, input }) => ({ name, io: 'input' as const, schema: input }))
const outputs = all.flatMap(({ name, output }) =>
  schemasOf(output).map((schema) => ({ name, io: 'output' as const, schema })),
)

test.each([...inputs, ...outputs])('the $io of $name can be said as JSON Schema', (row) => {
  const keys = Object.keys(z.toJSONSchema(row.schema, { io: row.io }))
  expect(keys.join(' ')).toMatch(/\b(type|anyOf|oneOf|allOf)\b/)
})

test('an output without a schema is nothing, but for the one file', () => {
  const files = all.filter(({ output }) => output !== 'nothing' && schemasOf(output).length === 0)
  expect(files.map(({ name }) => name)).toEqual(['exportChats'])
})

test.each(counted)('the verb $name needs a scope of API keys', ({ scope }) => {
  expect(keyScopes).toContain(scope)
})

test.each(counted)('the verb $name names a limit that there is, or says none', ({ limit }) => {
  expect([...Object.keys(limitsOf(readConfig({}))), 'none']).toContain(limit)
})

test.each(counted)('the verb $name asks for IDs that its input cannot name', ({ ids, input }) => {
  const { properties = {} } = z.toJSONSchema(input, { io: 'input' })
  const named = new Set<string>(ids)
  expect(Object.keys(properties).filter((name) => named.has(name))).toEqual([])
})
