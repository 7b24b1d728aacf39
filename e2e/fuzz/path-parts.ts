import fc from 'fast-check'
import { strangeIds } from './hostile-values'

/**
 * A text in the place of an ID in a path. Next answers a malformed one before our code, and a URL
 * does not take an unclear one for a part of its path.
 */
export type PathPart = { text: string; is: 'an ID' | 'no ID' | 'malformed' | 'unclear' }

const noIds = [
  'x'.repeat(65),
  'x'.repeat(500),
  '%00',
  'a%00b',
  'a%20b',
  'a%0Ab',
  '%F0%9F%98%80',
  '%C3%A4',
  '%E2%80%AEtxt',
  '%E2%80%8B',
  '%EF%BB%BF',
  'a:b',
  'a.b',
  '~',
  '%25',
  '%2500',
  "'%20OR%201",
  '$ne',
  '*',
  '%3F',
  '%23',
  '%5B%5D',
  '...',
]

const malformed = ['%', '%zz', 'a%2', '%E0%A4%A', '%ED%A0%80', '%C0%AE', '%FF']

const unclear = ['', '.', '..', '%2e', '%2e%2e', '..%2f..', 'a%2Fb', '%2F', '%5C', '\\', ';x=1']

const part = (is: PathPart['is'], texts: fc.Arbitrary<string>) =>
  texts.map((text) => ({ text, is }))

/** Most are IDs, so that other faults of a request come to light. */
export const anyPathPart: fc.Arbitrary<PathPart> = fc.oneof(
  { weight: 12, arbitrary: part('an ID', fc.constantFrom(...strangeIds)) },
  { weight: 4, arbitrary: part('an ID', fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)) },
  { weight: 5, arbitrary: part('no ID', fc.constantFrom(...noIds)) },
  { weight: 1, arbitrary: part('malformed', fc.constantFrom(...malformed)) },
  { weight: 1, arbitrary: part('unclear', fc.constantFrom(...unclear)) },
)
