import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { splitBlocks, type BlockList } from './blocks'
import { MOST_WORK } from './drawing-work'

function textsOf(list: BlockList): string[] {
  return list.blocks.map((block) => (block.kind === 'code' ? `code:${block.code}` : block.text))
}

function split(text: string): string[] {
  return textsOf(splitBlocks(text))
}

describe('splitBlocks', () => {
  it('has no block for no text', () => {
    expect(split('')).toEqual([])
    expect(split('\n \n')).toEqual([])
  })

  it('ends a paragraph at a blank line', () => {
    expect(split('one\ntwo\n\nthree\n\n\n# four')).toEqual(['one\ntwo', 'three', '# four'])
  })

  it('keeps the items of a list together, loose or not', () => {
    const list = '- a\n- b\n\n- c\n\n  more of c\n\n      code of c'
    expect(split(`before\n\n${list}\n\nafter`)).toEqual(['before', list, 'after'])
  })

  it('keeps a fence inside a list in the list', () => {
    const list = '1. a\n\n   ```js\n   x\n\n   y\n   ```\n\n2. b'
    expect(split(`${list}\n\nafter`)).toEqual([list, 'after'])
  })

  it('keeps a fence that begins with its list item in the list', () => {
    expect(split('- ```\n  a\n\n  b\n  ```\n- c')).toEqual(['- ```\n  a\n\n  b\n  ```\n- c'])
  })

  it('takes a fence at the top level as code, also without blank lines around it', () => {
    expect(splitBlocks('see:\n```ts title\na\n\nb\n```\nafter').blocks).toEqual([
      { kind: 'markdown', start: 0, text: 'see:' },
      { kind: 'code', start: 5, language: 'ts', code: 'a\n\nb' },
      { kind: 'markdown', start: 26, text: 'after' },
    ])
  })

  it('closes a fence only with one of its kind and at least its length', () => {
    expect(split('````\n```\n~~~~\n````\nx')).toEqual(['code:```\n~~~~', 'x'])
  })

  it.each(['markdown', 'md'])('has fences with a language in a fence of %s', (language) => {
    const inner = '# Use\n\n```sh\nnpm start\n```\n\n```js\nx\n```'
    const list = splitBlocks(`\`\`\`${language}\n${inner}\n\`\`\`\n\nafter`)
    expect(textsOf(list)).toEqual([`code:${inner}`, 'after'])
    expect(split(`\`\`\`\`md\n${inner}\n\`\`\`\`\nafter`)).toEqual([`code:${inner}`, 'after'])
    expect(split('```js\n```sh\nx\n```\nafter')).toEqual(['code:```sh\nx', 'after'])
  })

  it.each([
    ['without a language', '# Use\n\n```\nnpm start\n```\n\nSo.'],
    ['in a list', '1. Start:\n   ```sh\n   npm start\n   ```\n2. So.'],
    ['that begins with its item', '- ```sh\n  npm start\n  ```\n- So.'],
    ['in a quote', '> ```sh\n> npm start\n> ```'],
    ['of waves', '~~~\n```\n~~~\n\n````sh\nx\n````'],
    ['of Markdown with one inside', '```md\n```sh\nx\n```\n```'],
  ])('has a fence %s in a fence of Markdown', (_name, inner) => {
    const text = `\`\`\`markdown\n${inner}\n\`\`\`\n\nafter`
    expect(split(text)).toEqual([`code:${inner}`, 'after'])
  })

  it('ends a fence of Markdown where text follows its end at once', () => {
    expect(split('```markdown\n# A\n```\nThat is it.')).toEqual(['code:# A', 'That is it.'])
  })

  it('goes on with Markdown behind a line that only breaks', () => {
    expect(split('a\n\n<br>\n**b**')).toEqual(['a', '<br>', '**b**'])
  })

  it('shows an open fence without the beginning of its end', () => {
    expect(split('```py\nprint()\n``')).toEqual(['code:print()'])
    expect(split('```py\nprint()\n  ``')).toEqual(['code:print()'])
  })

  it('takes backticks on one line as text', () => {
    expect(split('say ```hi```\n```hi``` again')).toEqual(['say ```hi```\n```hi``` again'])
  })

  it('keeps indented code with blank lines in one piece', () => {
    expect(split('a\n\n    x\n\n    y\n\nb')).toEqual(['a', '    x\n\n    y', 'b'])
  })

  it('does not split a text with definitions, which hold everywhere in it', () => {
    const text = 'see [it][1]\n\nand\n\n[1]: https://example.org'
    expect(split(text)).toEqual([text])
  })

  it('splits a text with what only looks like definitions', () => {
    const log = '[INFO]: up\n[ERROR]: timeout'
    expect(split(`${log}\n\nand\n\n[1]: https://example.org`)).toEqual([
      log,
      'and',
      '[1]: https://example.org',
    ])
    expect(split(`[1]: https://example.org\n\nsee [it][1]`)).toHaveLength(1)
  })

  it('keeps a fence of Markdown around what is in it, also in a text with definitions', () => {
    const inner = '\n```sh\nx\n```\n'
    expect(split(`[a]\n\n\`\`\`md${inner}\`\`\`\n\n[a]: /b`)).toEqual([
      `[a]\n\n\`\`\`\`\`\`md${inner}\`\`\`\`\`\`\n\n[a]: /b`,
    ])
    expect(split(`[a]: /b\n[a]\n\`\`\`md${inner}`)).toEqual([
      `[a]: /b\n[a]\n\`\`\`\`\`\`md${inner}`,
    ])
  })

  it('waits for what may become the next item of a list', () => {
    expect(split('1. a\n\n2')).toEqual(['1. a\n\n2'])
    expect(split('1. a\n\n2. b')).toEqual(['1. a\n\n2. b'])
    expect(split('1. a\n\n2 b')).toEqual(['1. a', '2 b'])
    expect(split('- a\n\n**b**')).toEqual(['- a', '**b**'])
  })

  it('makes a new block only at the end, however long the answer', () => {
    const section = '## Why\n\nSome **text** of it.\n\n- one\n- two\n\n```js\nlet x\n```\n\n'
    const answer = section.repeat(140)
    const changed: number[] = []
    let list = splitBlocks('')
    for (let end = 4; end <= answer.length; end += 4) {
      const before = new Set(list.blocks)
      list = splitBlocks(answer.slice(0, end), list)
      changed.push(list.blocks.filter((block) => !before.has(block)).length)
    }
    expect(changed.length).toBeGreaterThan(2_000)
    // What is drawn again is what is not the same object: the last block, and the one it ended.
    expect(Math.max(...changed)).toBeLessThanOrEqual(2)
  })

  it('gives the same blocks piece by piece as at once, and never changes a settled one', () => {
    const piece = fc.constantFrom(
      '\n',
      '\n\n',
      '- ',
      '1. ',
      '2',
      '. ',
      '```',
      '```md\n',
      '```sh\n',
      '<br>\n',
      '``',
      '`',
      '~~~',
      'a',
      'b c',
      '    ',
      '  ',
      '> ',
      '# ',
      '**',
      '|',
      '---',
      '[x]: y',
      '[X]',
      '\r\n',
      '* ',
      '\t',
      '+',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        let list = splitBlocks('')
        let text = ''
        for (const next of pieces) {
          text += next
          list = splitBlocks(text, list)
          expect(list).toEqual(splitBlocks(text))
        }
      }),
      fromSeed(2000),
    )
  })

  it('leaves plain what would take too long to parse, and only that', () => {
    const wild = '*a '.repeat(6_000).trimEnd()
    const { blocks } = splitBlocks(`before\n\n${wild}\n\nafter`)
    expect(blocks.map(({ kind }) => kind)).toEqual(['markdown', 'plain', 'markdown'])
    expect(split(`before\n\n${wild}\n\nafter`)).toEqual(['before', wild, 'after'])
  })

  it('keeps plain what once was, as it grows', () => {
    const most = 'a'.repeat(MOST_WORK - 50)
    expect(splitBlocks(most).blocks).toMatchObject([{ kind: 'markdown' }])
    const first = splitBlocks(`${most}\n\`\`\``)
    expect(first.blocks).toMatchObject([{ kind: 'plain' }])
    // The fence's line is whole, and what is before it is as long as it was at first.
    const second = splitBlocks(`${first.text}\n`, first)
    expect(second.blocks).toMatchObject([{ kind: 'plain', text: most }, { kind: 'code' }])
  })

  it('shows definitions as they are where the whole answer is too much to be one block', () => {
    const section = `${'Some words of it, and more of them. '.repeat(60)}\n\n`
    const defined = '[a]: https://example.org'
    const text = `${section.repeat(60)}${defined}\n\nSee [a].`
    const list = splitBlocks(text)
    expect(list.blocks).toHaveLength(62)
    expect(list.blocks.at(-2)).toMatchObject({ kind: 'plain', text: defined })
    expect(splitBlocks(`${text}\n\nEnd.`, list).blocks).toHaveLength(63)
  })
})
