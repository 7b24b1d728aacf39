import { describe, expect, it } from 'vitest'
import { sentText } from './sent-text'

describe('sentText', () => {
  it.each([
    ['What?', 'What?'],
    ['  What?\n', '  What?'],
    ['\tif x:\n\t\tstop()\n\n', '\tif x:\n\t\tstop()'],
    ['\n \n    indented\n  less', '    indented\n  less'],
    ['\r\n  a\r\n  b', '  a\r\n  b'],
    [' \n\t\n ', ''],
  ])('sentText keeps the indentation of the first line of %j', (typed, sent) => {
    expect(sentText(typed)).toBe(sent)
  })

  it('sentText takes less than half a second for a million blanks', () => {
    const startedAt = performance.now()
    expect(sentText(`${' '.repeat(1e6)}a`)).toHaveLength(1e6 + 1)
    expect(sentText(`${' \n'.repeat(5e5)}a`)).toBe('a')
    expect(performance.now() - startedAt).toBeLessThan(500)
  })
})
