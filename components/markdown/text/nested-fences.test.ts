import { describe, expect, it } from 'vitest'
import { lengthenFences } from './nested-fences'

describe('lengthenFences', () => {
  it.each([
    ['in a list', '1. a\n\n   ', '   '],
    ['that begins with its item', '- ', '  '],
    ['in a list in a list', '- a\n  - b\n    ', '    '],
    ['in a quote', '> ', '> '],
    ['in a list in a quote', '> - ', '>   '],
    ['at the top', '', ''],
  ])('lengthenFences makes a fence longer that has fences in it: %s', (_name, first, more) => {
    const inner = `${more}# A\n${more}\`\`\`sh\n${more}x\n${more}\`\`\`\n${more}b`
    const text = (fence: string) => `${first}${fence}md\n${inner}\n${more}${fence}\n\n- after`
    expect(lengthenFences(text('```'))).toBe(text('``````'))
    expect(lengthenFences(text('``````'))).toBe(text('``````'))
    const cutOff = (fence: string) => `${first}${fence}md\n${inner}`
    expect(lengthenFences(cutOff('```'))).toBe(cutOff('``````'))
  })

  it.each([
    '- ```md\n  # A\n  ```\n- ```sh\n  x\n  ```',
    '- ```md\n  # A\n- b\n\n```sh\nx\n```',
    '> ```md\n> # A\n\n```sh\nx\n```',
    '- ```js\n  ```sh\n  x\n  ```',
    '- a ```md``` b',
  ])('lengthenFences leaves a fence that has none in it: %j', (text) => {
    expect(lengthenFences(text)).toBe(text)
  })
})
