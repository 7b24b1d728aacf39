import fc from 'fast-check'
import { forEachAtOnce } from './fuzz-client'
import type { FuzzedRequest } from './fuzzed-request'

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_260_401)

/** Sampling and shrinking must share these, or a path would name another request. */
const FROM_SEED = { seed: SEED, unbiased: true }

/** The path of a failure, from a report. With it, only that request is sent, and made smaller. */
const PATH = process.env['FUZZ_PATH']

/** How many requests `npm test` sends in all. */
export const RUNS = Number(process.env['FUZZ_RUNS'] ?? 6_000)

/** The most failures of a report; nobody would read more. */
const ENOUGH = 5

/** How often a failed request is made smaller and sent again, at most. */
const MOST_SHRINKS = 200

type Options = {
  requests: fc.Arbitrary<FuzzedRequest>
  runs: number
  /** Sends a request and says what is wrong with the answer. */
  judge: (request: FuzzedRequest) => Promise<string[]>
}

/**
 * Sends requests from the seed, many at once, and resolves with them.
 * @throws Error, a report of the requests with wrong answers, one of them in its smallest form
 */
export async function fuzz({ requests, runs, judge }: Options): Promise<FuzzedRequest[]> {
  if (PATH !== undefined) {
    const smallest = await shrink({ requests, judge }, PATH)
    throw new Error(smallest ?? `nothing is wrong at path ${PATH} any more`)
  }
  const sent = fc.sample(requests, { ...FROM_SEED, numRuns: runs })
  const failures: string[] = []
  let firstPath: string | undefined
  await forEachAtOnce(sent, async (request, index) => {
    if (failures.length >= ENOUGH) return
    const breaches = await judge(request)
    if (breaches.length === 0) return
    firstPath ??= String(index)
    failures.push(reportOf(request, breaches, String(index)))
  })
  if (firstPath !== undefined) {
    const smallest = await shrink({ requests, judge }, firstPath)
    throw new Error([...failures, 'At its smallest:', smallest ?? 'it passed alone'].join('\n\n'))
  }
  return sent
}

/** The report of the smallest failing request from this path on; undefined if none fails. */
async function shrink(
  { requests, judge }: Pick<Options, 'requests' | 'judge'>,
  path: string,
): Promise<string | undefined> {
  let left = MOST_SHRINKS
  let smallest: string | undefined
  const property = fc.asyncProperty(requests, async (request) => {
    left -= 1
    const breaches = left > 0 ? await judge(request) : []
    if (breaches.length === 0) return true
    smallest = reportOf(request, breaches, path)
    return false
  })
  await fc.check(property, { ...FROM_SEED, path, numRuns: 1 })
  return smallest
}

/** How to send the request again, in less than 500 characters. */
function reportOf(request: FuzzedRequest, breaches: readonly string[], path: string): string {
  const { call, expected, caller, body, headers } = request
  const shape = [
    `FUZZ_SEED=${SEED} FUZZ_PATH=${path}`,
    `${call} (${expected}): ${cut(breaches.join(', '), 120)}`,
    `path ${cut(request.path, 60)}`,
    `by ${cut(JSON.stringify(caller), 60)}`,
    `headers ${cut(JSON.stringify(headers), 60)}`,
    `body ${body ? `${body.length} bytes ${cut(JSON.stringify(body.toString()), 80)}` : 'none'}`,
  ]
  return cut(shape.join('\n'), 499)
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
