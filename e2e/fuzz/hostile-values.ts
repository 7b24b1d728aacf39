import fc from 'fast-check'

/** A chat with one answer, made before the fuzzing. Wrong requests must leave it as it is. */
export const known = {
  chatId: 'fuzzed-chat',
  questionId: 'fuzzed-question',
  answerId: 'fuzzed-answer',
}

/** IDs that the rules allow, though nobody would choose them. */
export const strangeIds = [
  ...Object.values(known),
  '__proto__',
  'constructor',
  'toString',
  'null',
  '-1',
  '_',
  'x'.repeat(64),
]

/** Texts that have broken programs before. None may look like a leak to the oracle. */
export const hostileTexts = [
  '',
  ' ',
  '\n',
  '\0',
  'a\0b',
  '\ud83d',
  '\ude00 the other half',
  '\u202etxt.exe',
  '\u2066\u2069\u200b\u200d\ufeff',
  '\ufffe\uffff',
  '👩‍👩‍👧‍👦',
  'e\u0301'.repeat(40),
  'NaN',
  'Infinity',
  'undefined',
  '1e999',
  '-0',
  '0x10',
  "' OR '1'='1' --",
  '%',
  '%_\\',
  '%00',
  '..',
  '{{7*7}}',
  '${7*7}',
  '<script>alert(1)</script>',
  'a b',
  'x'.repeat(65),
  'x'.repeat(201),
  'x'.repeat(5_000),
  '1970-01-01T00:00:00Z',
  'none/none',
]

const nested = (levels: number) => [
  `${'['.repeat(levels)}${']'.repeat(levels)}`,
  `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
]

/** JSON values as text, of kinds that no schema of ours asks for. */
const hostileJson = [
  ...hostileTexts.map((text) => JSON.stringify(text)),
  'null',
  'true',
  'false',
  '[]',
  '{}',
  '[null]',
  '[[]]',
  '0',
  '-0',
  '-1',
  '1.5',
  '-1e-400',
  '1e400',
  '-1e400',
  '1e21',
  '9007199254740993',
  '-9007199254740993',
  '123456789012345678901234567890',
  '{"$ne":null}',
  '{"length":-1}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"toString":1,"toJSON":1,"then":1}',
  ...nested(50),
  ...nested(1_000),
]

const deepJson = nested(10_000)

/** A JSON value to put in the place of another. */
export const anyHostileJson = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...hostileJson) },
  { weight: 1, arbitrary: fc.constantFrom(...deepJson) },
  { weight: 3, arbitrary: fc.json({ maxDepth: 2 }) },
  {
    weight: 3,
    arbitrary: fc.string({ unit: 'binary', maxLength: 80 }).map((text) => JSON.stringify(text)),
  },
  { weight: 2, arbitrary: fc.double().map((number) => JSON.stringify(number)) },
)

/** Names of members and parameters that no call knows. */
export const strangeNames = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toJSON',
  'then',
  'length',
  '',
  '0',
  'titel',
  'ownerId',
  'owner_id',
  'isAdmin',
  'a.b',
  'a\0b',
  '\u202ename',
  'x'.repeat(1_000),
]
