import { describe, expect, test } from 'vitest'
import { modelPromptOf } from './model-prompt'

const text = (value: string) => ({ type: 'text' as const, text: value })

describe('the prompt', () => {
  test('the prompt is the path, without empty answers and without reasoning', () => {
    const prompt = modelPromptOf(
      [
        { role: 'user', parts: [text('One?')] },
        { role: 'assistant', parts: [{ type: 'reasoning', text: 'hm' }, text('A '), text('lot.')] },
        { role: 'user', parts: [text('Two?')] },
        { role: 'assistant', parts: [] },
        { role: 'assistant', parts: [{ type: 'reasoning', text: 'only thought' }] },
        { role: 'user', parts: [text('Three?')] },
      ],
      { continuation: 'prefill' },
    )
    expect(prompt).toEqual([
      { role: 'user', content: [text('One?')] },
      { role: 'assistant', content: [text('A lot.')] },
      { role: 'user', content: [text('Two?\n\nThree?')] },
    ])
  })

  test.each([
    ['was stopped before its first word', []],
    ['was blanks alone', [text('\n '), text(' ')]],
    ['was thought about and not given', [{ type: 'reasoning' as const, text: 'hm' }]],
  ])('R26 the prompt has roles that take turns where an answer %s', (_, parts) => {
    const question = (value: string) => ({ role: 'user' as const, parts: [text(value)] })
    const empty = { role: 'assistant' as const, parts }
    const path = [question('One?'), empty, question('Two?'), empty, question('Three?'), empty]
    for (const continuation of ['prefill', 'instruction'] as const) {
      expect(modelPromptOf(path, { systemPrompt: 'Be brief.', continuation })).toEqual([
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [text('One?\n\nTwo?\n\nThree?')] },
      ])
    }
  })

  test('R26 the prompt joins answers that follow each other', () => {
    const answer = (value: string) => ({ role: 'assistant' as const, parts: [text(value)] })
    const path = [{ role: 'user' as const, parts: [text('Hi')] }, answer('A'), answer('B')]
    expect(modelPromptOf(path, { continuation: 'instruction' }).map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
    ])
  })

  test('the prompt begins with the system prompt where there is one', () => {
    const path = [{ role: 'user' as const, parts: [text('Hi')] }]
    expect(modelPromptOf(path, { systemPrompt: 'Be brief.', continuation: 'prefill' })[0]).toEqual({
      role: 'system',
      content: 'Be brief.',
    })
    expect(modelPromptOf(path, { systemPrompt: '', continuation: 'prefill' })).toHaveLength(1)
  })
})

describe('a model that is to go on with an answer', () => {
  const path = [
    { role: 'user' as const, parts: [text('One?')] },
    { role: 'assistant' as const, parts: [text('A l')] },
  ]

  test('the model is given the beginning of the answer, where its vendor takes that', () => {
    expect(modelPromptOf(path, { continuation: 'prefill' }).at(-1)).toEqual({
      role: 'assistant',
      content: [text('A l')],
    })
  })

  test('the model is told to go on, where its vendor would begin again', () => {
    const prompt = modelPromptOf(path, { continuation: 'instruction' })
    expect(prompt.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  })
})
