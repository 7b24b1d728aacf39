import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { AnswerPart } from './answer-part'

const part = { text: 'so **far**', live: true, cut: false, thoughtMs: 2_000, ended: false }

test('the text of an answer is shown at once, before its renderer has loaded', () => {
  const html = renderToString(<AnswerPart type="text" {...part} />)
  expect(html).toContain('data-answer-text')
  expect(html).toContain('so far')
})

test('R9 the thoughts of a model are folded, and say how long it has thought', () => {
  const html = renderToString(<AnswerPart type="reasoning" {...part} />)
  expect(html).toContain('<details')
  expect(html.replaceAll('<!-- -->', '')).toContain('Thinking · 2 s')
  expect(html).not.toContain('far')
})
