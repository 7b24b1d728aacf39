import { expect, test } from 'vitest'
import { lastTokenIn, tokenText } from './script'

const bytes = (text: string) => Buffer.from(text)

test('lastTokenIn finds the last whole token of a piece, wherever the piece is cut', () => {
  const answer = bytes(`data: {"delta":"${tokenText(0)}${tokenText(41)}"}`)

  expect(lastTokenIn(answer)).toEqual({ number: 42, cutAt: undefined })
  expect(lastTokenIn(bytes(': open'))).toEqual({ number: 0, cutAt: undefined })
  for (let length = 1; length <= answer.length; length += 1) {
    const { cutAt } = lastTokenIn(answer.subarray(0, length))
    const rest = answer.subarray(cutAt ?? length)
    expect(lastTokenIn(rest).number || lastTokenIn(answer.subarray(0, length)).number).toBe(42)
  }
})
