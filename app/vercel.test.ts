import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '@/lib/platform/env'

/** The settings of the platform, as far as the server relies on them. */
const config = z
  .object({
    functions: z.record(
      z.string(),
      z.strictObject({
        maxDuration: z.number(),
        supportsCancellation: z.literal(true).optional(),
      }),
    ),
    crons: z.array(z.object({ path: z.string(), schedule: z.string() })),
  })
  .parse(JSON.parse(readFileSync('vercel.json', 'utf8')))

const files = Object.keys(config.functions)

test.each(files)('P11 the platform gives %s the time that the server counts on', (file) => {
  expect(existsSync(file)).toBe(true)
  const { FUNCTION_MAX_MS } = readConfig({})
  expect((config.functions[file]?.maxDuration ?? 0) * 1_000).toBe(FUNCTION_MAX_MS)
})

test('P8 the platform tells the streams of events that their reader has left, and no send', () => {
  const told = files.filter((file) => config.functions[file]?.supportsCancellation)
  expect(told).toEqual([
    'app/api/events/route.ts',
    'app/api/messages/[messageId]/stream/route.ts',
    'app/api/chat/[chatId]/stream/route.ts',
  ])
  expect(files.filter((file) => !told.includes(file))).toEqual(['app/api/chat/route.ts'])
})

test('P9 the platform calls for tidying up, as often as every plan allows', () => {
  expect(config.crons).toEqual([{ path: '/api/cron', schedule: '0 4 * * *' }])
  expect(existsSync('app/api/cron/route.ts')).toBe(true)
})
