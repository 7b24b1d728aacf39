import { describe, expect, test } from 'vitest'
import { Meter } from '@/lib/metering/meter'
import { AnswerLog } from '@/lib/streams/answer/answer-log'
import { endsInCode, LONGEST_REST } from '@/lib/streams/answer/sentence-end'
import { initialStreamState, reduceStream } from '@/lib/streams/run/stream-state'
import { estimateSentence } from './sentence-estimate'

type CostOf = ConstructorParameters<typeof Meter>[0]['pricing']['costOf']

const meterWith = (costOf: CostOf) =>
  new Meter({
    pricing: { costsMoney: true, stopsWithCall: true, costOf },
    inputText: () => '',
    usualTokens: 0,
    lengths: { completedOutputTokens: async () => [], everyonesOutputTokens: async () => [] },
  })

/** The estimate for a stream with this text that is finishing its sentence. */
function estimateOf(text: string, costOf: CostOf = () => undefined) {
  const log = AnswerLog.of([{ type: 'text', text }])
  const { textLength, end: position } = log
  const sentence = { since: 0, position, textLength, inCode: endsInCode(text) }
  const state = reduceStream(initialStreamState(0, false), { type: 'sentence-wanted', sentence })
  return estimateSentence({ log, state, meter: meterWith(costOf) })
}
const tokensOf = (text: string) => estimateOf(text)?.outputTokens

/** A sentence of `length` characters, at four characters a token. */
const sentence = (length: number) => `${'x'.repeat(length - 1)}.`

describe('R22 the estimated cost of the end of a sentence', () => {
  test.each([
    ['is as long as those before it, less what there is', `${sentence(80)} ${'x'.repeat(20)}`, 15],
    ['is a guess in the first sentence', 'x'.repeat(20), 20],
    [
      'goes by the median',
      `${sentence(8)} ${sentence(80)}\n\n${sentence(88)} ${'x'.repeat(20)}`,
      15,
    ],
    ['is never nothing', `${sentence(20)} ${'x'.repeat(60)}`, 1],
    ['is not more than a stop waits for', `${sentence(900)} ${'x'.repeat(20)}`, LONGEST_REST / 4],
    ['is more where a letter is more', `${'字'.repeat(39)}。${'字'.repeat(20)}`, 15],
  ])('the estimate %s', (_, text, tokens) => {
    expect(tokensOf(text)).toBe(tokens)
  })

  test('the estimate in code goes by the lines of that code', () => {
    const line = `${'x'.repeat(40)}\n`
    expect(tokensOf(`${sentence(180)}\n\n\`\`\`ts\n${line}${line}${'x'.repeat(20)}`)).toBe(5)
    expect(tokensOf(`\`\`\`ts\n${'x'.repeat(20)}`)).toBe(5)
  })

  test('the estimate has its price if there is one', () => {
    const costOf = ({ outputTokens }: { outputTokens: number }) =>
      ({ amount: outputTokens / 100, currency: 'USD', pricesOf: 'today' }) as const
    expect(estimateOf('x'.repeat(20), costOf)).toEqual({
      outputTokens: 20,
      cost: 0.2,
    })
  })

  test('the estimate is undefined if no sentence is being finished', () => {
    const log = AnswerLog.of([{ type: 'text', text: 'x' }])
    const meter = meterWith(() => undefined)
    expect(estimateSentence({ log, state: initialStreamState(0, false), meter })).toBeUndefined()
  })

  test('the estimate looks only at the end of a long text', () => {
    expect(
      tokensOf(`${sentence(8)} `.repeat(1_000) + `${sentence(80)} `.repeat(50) + 'x'.repeat(20)),
    ).toBe(15)
  })
})
