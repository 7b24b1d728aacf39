import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { markdownTitle, markdownTurn } from './chat-markdown'
import type { Status } from './end-reason'

type Written = { role: string; model: string | null; text: string; status: Status }
type ReadTurn = { heading: string; text: string; marker: string }

/** Reads a file line by line, as another program would: every turn that it finds counts as one. */
function turnsIn(markdown: string): ReadTurn[] {
  const turns: { heading: string; lines: string[]; marker: string }[] = []
  for (const line of markdown.split(/[\n\r\v\f\u0085\u2028\u2029]/)) {
    const turn = turns.at(-1)
    if (line.startsWith('## ')) turns.push({ heading: line.slice(3), lines: [], marker: '' })
    else if (line.startsWith('>')) turn?.lines.push(line.replace(/^> ?/, ''))
    else if (line.startsWith('*(') && turn) turn.marker += line
    else if (line !== '' && !line.startsWith('# ')) throw new Error(`what is ${line}?`)
  }
  return turns.map(({ heading, lines, marker }) => ({ heading, text: lines.join('\n'), marker }))
}

const markers: Record<Status, string> = {
  active: '*(still answering)*',
  completed: '',
  cancelled: '*(stopped)*',
  failed: '*(failed)*',
  interrupted: '*(interrupted)*',
}

test('a chat as Markdown is a title, and turns of a heading and a quotation', () => {
  const parts = [{ type: 'text', text: '# Hello\n\n*there*' }]
  expect(markdownTitle('Plans\n## You')).toBe('# Plans ## You\n\n')
  expect(markdownTurn({ role: 'user', model: null, parts, status: 'completed' })).toBe(
    '## You\n\n> # Hello\n>\n> *there*\n\n',
  )
  expect(markdownTurn({ role: 'assistant', model: 'a/b', parts, status: 'cancelled' })).toBe(
    '## a/b\n\n> # Hello\n>\n> *there*\n\n*(stopped)*\n\n',
  )
  expect(markdownTurn({ role: 'assistant', model: null, parts: [], status: 'failed' })).toBe(
    '## Answer\n\n*(failed)*\n\n',
  )
})

test('P12 no text forges a turn, a marker or a chat: all are read back as they were', () => {
  const blocks = ['## You', '## a/b', '# Another chat', '*(stopped)*', '---\ntitle: x\n---', '===']
  const opened = ['> ', '>', '```', '~~~', '<!--', '<!-- turn -->', '<script>', '    ', '\t', '- ']
  const ends = ['\n', '\n\n', '\r\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f']
  const forged = [...blocks, ...opened, ...ends, 'Hello', ' ', '\\']
  const text = fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...forged) }, fc.string()))
    .map((pieces) => pieces.join(''))
  const turn = fc.record<Written>({
    role: fc.constantFrom('user', 'assistant'),
    model: fc.constantFrom('a/b', 'a/b\n## You', null),
    text,
    status: fc.constantFrom('active', 'completed', 'cancelled', 'failed', 'interrupted'),
  })
  fc.assert(
    fc.property(text, fc.array(turn, { maxLength: 6 }), (title, turns) => {
      const written = turns.map(({ role, model, text: said, status }) =>
        markdownTurn({ role, model, status, parts: [{ type: 'text', text: said }] }),
      )
      expect(turnsIn([markdownTitle(title), ...written].join(''))).toEqual(
        turns.map(({ role, model, text: said, status }) => ({
          heading: role === 'user' ? 'You' : (model ?? 'Answer').replace('\n', ' '),
          text: said.replaceAll(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n'),
          marker: markers[status],
        })),
      )
    }),
    fromSeed(2_000),
  )
})
