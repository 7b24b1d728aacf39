import { execFile } from 'node:child_process'
import path from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { maintenanceOf } from '@/lib/db/open/maintenance'
import { apiKey } from '@/lib/db/testing/api-key'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'

type Ran = { code: number; said: string }

/** Runs a script as npm does. */
function run(script: string, words: string[], DATABASE_URL: string): Promise<Ran> {
  const parts = ['--import', './scripts/resolve-alias.mjs', `scripts/${script}.ts`, ...words]
  const env = { ...process.env, DATABASE_URL }
  return new Promise((resolve) => {
    execFile(process.execPath, parts, { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr })
    })
  })
}

describe.skipIf(inject('postgresUrl') === '')(
  'an operator of PostgreSQL',
  { timeout: 60_000 },
  () => {
    test('an operator gives a new password, which ends sessions and keys', async () => {
      const { url, keys, sql } = await openTestPostgres()
      for (const ownerId of ['ann', 'bob']) {
        await keys.create(apiKey(`key of ${ownerId}`, { ownerId }), 5)
      }
      const { code, said } = await run('reset-password', ['Ann@Example.org'], url)
      expect(code).toBe(0)
      expect(said).toContain('The new password of ann@example.org: ')
      expect(await keys.list('ann')).toEqual([])
      expect(await keys.list('bob')).toHaveLength(1)
      const set = (email: string) => maintenanceOf(url).setPassword(email, 'another hash')
      expect(await set('ann@example.org')).toBe(true)
      expect(await set('nobody@example.org')).toBe(false)
      expect(await sql('SELECT user_id, password FROM accounts')).toEqual([
        { user_id: 'ann', password: 'another hash' },
      ])
    })

    test('an operator who backs up or restores is told the programs of PostgreSQL, in one line', async () => {
      const { url } = await openTestPostgres()
      for (const [script, program] of [
        ['backup', 'pg_dump'],
        ['restore', 'pg_restore'],
      ] as const) {
        const { code, said } = await run(script, ['file'], url)
        expect(code).toBe(1)
        expect(said).toMatch(
          new RegExp(`^DATABASE_URL names PostgreSQL: [^\n]*${program} [^\n]*\n$`),
        )
      }
    })

    test('an operator copies a database, and is told in one line what is wrong, without the password', async () => {
      const { url } = await openTestPostgres()
      const file = `file:${path.join(temporaryFolder(), 'copy.db')}`
      expect(await run('db-copy', ['--from', url, '--to', file], '')).toEqual({
        code: 0,
        said: 'Copied and compared: 2 people, 0 chats, 0 messages.\n',
      })
      const away = 'postgres://ann:secret@127.0.0.1:1/fullstop'
      const { code, said } = await run('db-copy', ['--from', away, '--to', file], '')
      expect(code).toBe(1)
      expect(said).toMatch(/^PostgreSQL cannot be reached: [^\n]*\n$/)
      expect(said).not.toContain('secret')
    })
  },
)
