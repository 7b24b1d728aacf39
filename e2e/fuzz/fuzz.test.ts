import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fuzz } from './fuzz'
import type { FuzzedRequest } from './fuzzed-request'

const requests: fc.Arbitrary<FuzzedRequest> = fc.nat({ max: 5_000 }).map((number) => ({
  call: 'GET /api/numbers/[number]',
  method: 'GET',
  path: `/api/numbers/${number}`,
  headers: { 'X-Long': 'x'.repeat(1_000) },
  caller: { is: 'the guest', how: 'plain' },
  body: Buffer.from('\0'.repeat(2_000)),
  chunked: false,
  expected: 'refused',
  wire: 'ours',
  endsCaller: false,
}))

const numberOf = ({ path }: FuzzedRequest) => Number(path.split('/').at(-1))

test('fuzz sends as many requests as asked, and the same ones every time', async () => {
  const judge = async () => []
  const sent = await fuzz({ requests, runs: 300, judge })
  expect(sent).toHaveLength(300)
  expect(await fuzz({ requests, runs: 300, judge })).toEqual(sent)
})

test('a report says how to send a failed request again, and shows the smallest like it', async () => {
  const judge = async (request: FuzzedRequest) => (numberOf(request) > 999 ? ['too large'] : [])
  const run = fuzz({ requests, runs: 300, judge })
  const { message } = await run.then(
    () => new Error('nothing was found'),
    (error: Error) => error,
  )
  const [first = '', ...others] = message.split('\n\n')
  expect(first).toMatch(
    /^FUZZ_SEED=\d+ FUZZ_PATH=\d+\nGET \/api\/numbers\/\[number\] \(refused\): too large/,
  )
  expect(others.at(-1)).toContain('path /api/numbers/1000\n')
  for (const report of [first, ...others]) expect(report.length).toBeLessThan(500)
})
