import { createHash } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import fc from 'fast-check'

/** The caller of a request: how they prove who they are, and who they really are. */
export type CallerKind =
  | {
      is: 'the guest'
      how: 'plain' | 'among many cookies' | 'beside strange cookies' | 'in two lines'
    }
  | { is: 'nobody'; how: 'cut' | 'changed' | 'signed by another'; place: number }
  | { is: 'nobody'; how: 'silent' }
  | { is: 'nobody'; how: 'cookie'; cookie: string }
  | { is: 'nobody'; how: 'authorization'; authorization: string }
  | { is: 'unclear'; how: 'two sessions' }

const NAME = 'fullstop'

const strangeCookies = [
  `${NAME}=`,
  `${NAME}=%`,
  `${NAME}=%E0%A4%A`,
  `${NAME}=%00`,
  `${NAME}=.`,
  `${NAME}=${'.'.repeat(8_000)}`,
  `${NAME}=${'x'.repeat(8_000)}`,
  `${NAME}="`,
  `${NAME}`,
  '=',
  ';;;',
  `__proto__=1; constructor=2`,
  `__Host-${NAME}=x`,
  `${NAME}=\u00e9\u00ff`,
  `${NAME}=x.${'A'.repeat(43)}=`,
]

const strangeAuthorizations = [
  '',
  'Bearer',
  'Bearer ',
  'Bearer x',
  'Bearer  x',
  'bearer null',
  'Basic YTpi',
  'Bearer fullstop_',
  `Bearer fullstop_${'A'.repeat(43)}`,
  `Bearer ${'x'.repeat(8_000)}`,
  'Bearer \u00e9',
  'Bearer a, Bearer b',
  'Digest username="x"',
]

/** Most callers are the guest, so that other faults of a request come to light. */
export const anyCaller: fc.Arbitrary<CallerKind> = fc.oneof(
  { weight: 30, arbitrary: fc.constant({ is: 'the guest', how: 'plain' } as const) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('among many cookies', 'beside strange cookies', 'in two lines')
      .map((how) => ({ is: 'the guest', how }) as const),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('cut', 'changed', 'signed by another'), fc.nat({ max: 70 }))
      .map(([how, place]) => ({ is: 'nobody', how, place }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ is: 'nobody', how: 'silent' } as const) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...strangeCookies)
      .map((cookie) => ({ is: 'nobody', how: 'cookie', cookie }) as const),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...strangeAuthorizations)
      .map((authorization) => ({ is: 'nobody', how: 'authorization', authorization }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ is: 'unclear', how: 'two sessions' } as const) },
)

/** The headers of this caller. @param cookie the guest's, of which the others are made */
export function headersOfCaller(caller: CallerKind, cookie: string): OutgoingHttpHeaders {
  switch (caller.how) {
    case 'plain':
      return { Cookie: cookie }
    case 'among many cookies':
      return { Cookie: `${manyCookies()}; ${cookie}; ${manyCookies()}` }
    case 'beside strange cookies':
      return { Cookie: `__proto__=x; ; =y; a=%E0%A4; ${cookie}; constructor=z` }
    case 'in two lines':
      return { Cookie: ['a=b', cookie] }
    case 'silent':
      return {}
    case 'cookie':
      return { Cookie: caller.cookie }
    case 'authorization':
      // The cookie is right, but must not help a wrong Authorization.
      return { Cookie: cookie, Authorization: caller.authorization }
    case 'two sessions':
      return { Cookie: `${NAME}=forged.${'A'.repeat(43)}=; ${cookie}; ${NAME}=` }
    default:
      return { Cookie: `${NAME}=${encodeURIComponent(forged(caller, valueOf(cookie)))}` }
  }
}

function manyCookies(): string {
  return Array.from({ length: 100 }, (_, index) => `cookie${index}=${'x'.repeat(30)}`).join('; ')
}

function valueOf(cookie: string): string {
  return decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1))
}

/** A right cookie made wrong. No change hits the last characters, whose last bits are not read. */
function forged({ how, place }: { how: string; place: number }, value: string): string {
  const dot = value.lastIndexOf('.')
  switch (how) {
    case 'cut':
      return value.slice(0, -1 - (place % value.length))
    case 'changed': {
      const at = place % (value.length - 4)
      return `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`
    }
    default:
      return `${value.slice(0, dot)}.${createHash('sha256').update(String(place)).digest('base64')}`
  }
}
