import SqliteDatabase from 'better-sqlite3'
import { expect, test } from 'vitest'
import { rememberStatements } from './remember-statements'

test('a statement is compiled once, and forgotten when it was not used for long', () => {
  const client = new SqliteDatabase(':memory:')
  rememberStatements(client)
  const first = client.prepare('SELECT 1')
  const often = client.prepare('SELECT 2')
  for (let number = 3; number < 300; number += 1) {
    client.prepare(`SELECT ${number}`)
    expect(client.prepare('SELECT 2')).toBe(often)
  }
  expect(client.prepare('SELECT 1')).not.toBe(first)
})
