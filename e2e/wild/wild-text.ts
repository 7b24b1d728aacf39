import type { SeededRandom } from '../chaos/plan/random'

/** Pieces of Markdown that, by the thousand, take a parser long or lead it deep. */
const pieces = [
  '> ',
  '>',
  '- ',
  '1. ',
  '- > ',
  '* - + ',
  '*a ',
  'a* ',
  '*a **b ',
  '_a __b ',
  '***a** ',
  'a*',
  '[',
  '![',
  '[a](',
  '[a][',
  '[a](<b',
  '[a](b "',
  ']',
  '[]',
  '[^1]',
  '[^a]: b',
  '[a]: /b',
  '<',
  '<a ',
  '<b>',
  'a <!-- ',
  'a <? ',
  '`a',
  '``a`',
  '```',
  '~~~',
  '$',
  '$a',
  '$$a',
  '$\\frac{a}{',
  '\\(',
  '\\[a\\] ',
  '~a',
  '~~a ',
  '|',
  '|a',
  '|-',
  'a|b',
  'https://a.b/',
  'www.a.',
  'https://a.b/，',
  '中**（',
  '中~~。',
  '<sub>',
  '</sub>',
  '<br>',
  'a@b.',
  '&amp;',
  '&a',
  '\\',
  '# ',
  'a\n=',
  '---',
  '- [ ] a',
  '    ',
  'a ',
  '1',
  '👩‍👩‍👧',
  'ع',
] as const

type Pair = readonly [opening: string, closing: string]

const pairs: readonly [Pair, ...Pair[]] = [
  ['*a ', 'b* '],
  ['**a ', 'b** '],
  ['[', ']'],
  ['[', '](b)'],
  ['![', '](b)'],
  ['(', ')'],
  ['`', 'a'],
  ['*', 'a*'],
  ['{', '}$'],
]

const SHORTEST = 1_000
/** A question may have 100,000 characters, and contains its answer as base64. */
const LONGEST = 40_000

/** Markdown that no person would write. The same seed gives the same texts. */
export function wildText(random: SeededRandom): string {
  const length = random.integer(SHORTEST, LONGEST)
  const before = random.pick([
    '',
    'It is *so*.\n\n',
    '- ',
    '> ',
    '| a | b |\n| - | - |\n| ',
    '[a]: /b\n\n',
  ])
  return (before + wild(random, length)).slice(0, LONGEST)
}

function wild(random: SeededRandom, length: number): string {
  const between = random.pick(['', '', ' ', '\n', '\n\n', '\r'])
  switch (random.integer(0, 4)) {
    case 0:
    case 1:
      return filled(random.pick(pieces) + between, length)
    case 2:
      return filled(random.pick(pieces) + between + random.pick(pieces), length)
    case 3: {
      const [opening, closing] = random.pick(pairs)
      const times = Math.floor(length / (opening + closing).length)
      return opening.repeat(times) + closing.repeat(times)
    }
    default:
      return table(random, length)
  }
}

function filled(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length))
}

/** A table with many columns or many rows. Rows may lack cells. */
function table(random: SeededRandom, length: number): string {
  const columns = random.pick([2, 50, 500, 4_000])
  const row = random.chance(0.5) ? '| *a* '.repeat(columns) : '| a'
  return `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${filled(`${row}\n`, length)}`
}
