import { describe, expect, it } from 'vitest'
import { refusalOf } from './refused-files'

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
