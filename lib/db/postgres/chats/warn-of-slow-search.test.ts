import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { connect } from '@/lib/db/postgres/connection/connection'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { createLog } from '@/lib/platform/log'
import { warnOfSlowSearch } from './warn-of-slow-search'

describe.skipIf(inject('postgresUrl') === '')('PostgreSQL', () => {
  test('a start warns once of a database whose locale keeps other scripts out of the index', async () => {
    const { connection } = await openTestPostgres()
    const log = createLog('silent')
    const warn = vi.spyOn(log, 'warn')
    await warnOfSlowSearch(connection, log)
    expect(warn).not.toHaveBeenCalled()

    await connection.execute("CREATE DATABASE old_locale TEMPLATE template0 LOCALE 'C'")
    const url = new URL(inject('postgresUrl'))
    url.pathname = 'old_locale'
    const inOldLocale = connect(url.href, log)
    onTestFinished(async () => {
      await inOldLocale.$client.end()
      await connection.execute('DROP DATABASE old_locale')
    })
    await inOldLocale.execute('CREATE EXTENSION pg_trgm')
    await warnOfSlowSearch(inOldLocale, log)
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('locale'))
  })
})
