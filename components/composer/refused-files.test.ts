import { describe, expect, it } from 'vitest'
import { hasOnlyNames, refusalOf, refusedFiles } from './refused-files'

describe('refusalOf', () => {
  it.each([
    [['a.png'], '“a.png”', 'its'],
    [[''], 'This file', 'its'],
    [['a.png', 'b.pdf'], 'These files', 'their'],
    [['x'.repeat(300)], `“${'x'.repeat(60)}…”`, 'its'],
  ])('the refusal names a single file, and none of several: %j', (names, what, whose) => {
    expect(refusalOf(names)).toBe(
      `${what} cannot be sent: a question is text only. Paste ${whose} text instead.`,
    )
  })
})

describe('hasOnlyNames', () => {
  it.each([
    ['', ['image.png']],
    ['plan.pdf', ['plan.pdf']],
    ['/home/ann/my plan.pdf\n', ['my plan.pdf']],
    ['file:///home/ann/my%20plan.pdf', ['my plan.pdf']],
    ['C:\\plans\\a.pdf\r\nb.pdf', ['a.pdf', 'b.pdf']],
  ])('the text that a file manager copies with files is no text to paste: %j', (text, names) => {
    expect(hasOnlyNames(text, names)).toBe(true)
  })

  it.each([
    ['cells\tof a sheet', ['image.png']],
    ['plan.pdf and more', ['plan.pdf']],
    ['a.pdf\nwords', ['a.pdf']],
  ])('a text of its own is one, although files come with it: %j', (text, names) => {
    expect(hasOnlyNames(text, names)).toBe(false)
  })
})

it('files are refused only where a note shows it', () => {
  refusedFiles.refuse([new File([], 'a.pdf')])
  expect(refusedFiles.sentence).toBeUndefined()
  const leave = refusedFiles.subscribe(() => {})
  refusedFiles.refuse([new File([], 'a.pdf')])
  expect(refusedFiles.sentence).toContain('a.pdf')
  refusedFiles.dismiss()
  leave()
})
