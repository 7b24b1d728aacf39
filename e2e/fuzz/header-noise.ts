import type { OutgoingHttpHeaders } from 'node:http'
import fc from 'fast-check'

/** Headers that do not say who calls, and what they mean for a call that is otherwise right. */
export type HeaderNoise = {
  headers: OutgoingHttpHeaders
  means: 'nothing' | 'another site' | 'anything'
}

/** Whether the contract takes a body of this type. Of two types the server may choose. */
const contentTypes: [type: string | string[] | undefined, takes: boolean | 'unclear'][] = [
  ['application/json; charset=utf-8', true],
  ['APPLICATION/JSON', true],
  ['application/json;', true],
  ['text/plain', false],
  ['text/json', false],
  ['application/jsonx', false],
  ['application/ld+json', false],
  ['application/x-www-form-urlencoded', false],
  ['multipart/form-data; boundary=x', false],
  ['', false],
  ['application/json, text/plain', false],
  ['json', false],
  ['\u00e9/\u00ff', false],
  [undefined, false],
  [['application/json', 'text/plain'], 'unclear'],
  [['text/plain', 'application/json'], 'unclear'],
]

export const anyContentType = fc.oneof(
  { weight: 12, arbitrary: fc.constant({ type: 'application/json', takes: true } as const) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...contentTypes).map(([type, takes]) => ({ type, takes })),
  },
)

const meaningless: OutgoingHttpHeaders[] = [
  { Prefer: 'respond-async' },
  { Prefer: 'respond-async, respond-async; wait=-1, =,,;' },
  { Prefer: ['wait=99999999999', 'nonsense'] },
  { Accept: 'application/x-nonsense' },
  { Accept: '*/*;q=NaN' },
  { 'Accept-Language': '*;q=9, \u00e9' },
  { 'X-Forwarded-For': "1.1.1.1, ::1, 'x', %00" },
  { 'X-Forwarded-Host': 'evil.example' },
  { 'X-Forwarded-Proto': 'javascript' },
  { Forwarded: 'for="_x";host=evil.example;proto=' },
  { 'X-HTTP-Method-Override': 'DELETE' },
  { 'X-Request-Id': '../../x' },
  { 'X-Request-Id': ['one', 'two'] },
  { 'User-Agent': '' },
  { 'User-Agent': 'x'.repeat(500) },
  { Range: 'bytes=5-1' },
  { TE: 'trailers, deflate;q=0.5' },
  { Referer: 'about:srcdoc' },
  { 'Content-Encoding': 'gzip' },
  { 'Content-Language': '\u00e9' },
  { constructor: 'x' },
  { 'x-empty': '' },
]

const otherSites: OutgoingHttpHeaders[] = [
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { Origin: '' },
  { Origin: 'http://localhost:1' },
  { Origin: 'http://[::' },
  { Origin: '\u00e9' },
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'nonsense' },
  { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'none' },
]

/** Headers that Next itself reads. */
const forNext: OutgoingHttpHeaders[] = [
  { 'Next-Action': 'x'.repeat(40) },
  { RSC: '1', 'Next-Router-State-Tree': '%5B' },
  { 'x-nextjs-data': '1' },
  { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
  { 'x-middleware-rewrite': 'http://127.0.0.1:1/' },
  { 'x-matched-path': '/api/health' },
  { 'x-invoke-path': '/api/health', 'x-invoke-status': '500', 'x-invoke-query': '%7B' },
  { 'x-prerender-revalidate': 'x' },
  { Host: 'evil.example' },
  { Host: 'a b' },
  { 'If-None-Match': '*' },
  { 'If-Modified-Since': 'yesterday' },
]

const noise = (
  means: HeaderNoise['means'],
  list: OutgoingHttpHeaders[],
): fc.Arbitrary<HeaderNoise> => fc.constantFrom(...list).map((headers) => ({ headers, means }))

export const anyHeaderNoise: fc.Arbitrary<HeaderNoise> = fc.oneof(
  { weight: 16, arbitrary: fc.constant({ headers: {}, means: 'nothing' } as const) },
  { weight: 4, arbitrary: noise('nothing', meaningless) },
  { weight: 1, arbitrary: noise('another site', otherSites) },
  { weight: 1, arbitrary: noise('anything', forNext) },
)

/** The IDs of events after which a stream is to go on, right and wrong. */
export const anyLastEventId = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '',
      '!',
      '-1',
      '0',
      'zzzzzzzzzz',
      'zzzzzzzzzzz',
      '0~',
      '0~x:1',
      '0~x:-1',
      '0~x:999999999999999',
      '0~x:9999999999999999',
      `0${'~x:1'.repeat(1_000)}`,
      `0${'~x:1'.repeat(1_001)}`,
      'x:1',
      '\u00e9',
      'x'.repeat(3_000),
    ),
  },
)
