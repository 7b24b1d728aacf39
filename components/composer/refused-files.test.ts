import { describe, expect, it } from 'vitest'
import { refusalOf } from './refused-files'

describe('refusalOf', () => {
  it.each([
    [['a.png'], '“a.png”'],
    [[''], 'This file'],
    [['a.png', 'b.pdf'], 'These files'],
    [['x'.repeat(300)], `“${'x'.repeat(60)}…”`],
  ])('names the one file, or none of several: %j', (names, what) => {
    expect(refusalOf(names)).toBe(
      `${what} cannot be sent: a question is text. Paste the text in it instead.`,
    )
  })
})
