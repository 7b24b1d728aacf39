import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { readConfig } from '@/lib/platform/env'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'
import { createRuntime } from './create-runtime'

test('R32 nothing is pruned until the process says that it is ready', async () => {
  const file = path.join(temporaryFolder(), 'test.db')
  const before = openTestSqlite(file)
  await before.streams.begin(answerStart())
  await before.streams.end(answerEnd('a1'))
  before.close()
  vi.stubEnv('DATABASE_URL', `file:${file}`)
  vi.stubEnv('LOG_LEVEL', 'silent')
  const runtime = await createRuntime(readConfig())
  try {
    const isThere = async () =>
      (await runtime.database.streams.findSession('session-a1')) !== undefined
    for (let turn = 0; turn < 20; turn += 1) await setImmediate()
    expect(await isThere()).toBe(true)
    runtime.keepPruning()
    await expect.poll(isThere).toBe(false)
  } finally {
    await runtime.shutdown()
    runtime.close()
    vi.unstubAllEnvs()
  }
})
