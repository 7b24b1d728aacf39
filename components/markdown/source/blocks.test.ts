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
  it('an empty text has no blocks', () => {
    expect(split('')).toEqual([])
    expect(split('\n \n')).toEqual([])
  })

  it('a paragraph ends at a blank line', () => {
    expect(split('one\ntwo\n\nthree\n\n\n# four')).toEqual(['one\ntwo', 'three', '# four'])
  })

  it('the items of a list stay together, loose or not', () => {
    const list = '- a\n- b\n\n- c\n\n  more of c\n\n      code of c'
    expect(split(`before\n\n${list}\n\nafter`)).toEqual(['before', list, 'after'])
  })

  it('a fence inside a list stays in the list', () => {
    const list = '1. a\n\n   ```js\n   x\n\n   y\n   ```\n\n2. b'
    expect(split(`${list}\n\nafter`)).toEqual([list, 'after'])
  })

  it('a fence that begins with its list item stays in the list', () => {
    expect(split('- ```\n  a\n\n  b\n  ```\n- c')).toEqual(['- ```\n  a\n\n  b\n  ```\n- c'])
  })

  it('a fence at the top level is code, even without blank lines around it', () => {
    expect(splitBlocks('see:\n```ts title\na\n\nb\n```\nafter').blocks).toEqual([
      { kind: 'markdown', start: 0, text: 'see:' },
      { kind: 'code', start: 5, language: 'ts', code: 'a\n\nb' },
      { kind: 'markdown', start: 26, text: 'after' },
    ])
  })

  it('a fence is closed only by one of its kind and at least its length', () => {
    expect(split('````\n```\n~~~~\n````\nx')).toEqual(['code:```\n~~~~', 'x'])
  })

  it.each(['markdown', 'md', 'md:README.md'])(
    'a fence of %s may contain fences with a language',
    (language) => {
      const inner = '# Use\n\n```sh\nnpm start\n```\n\n```js\nx\n```'
      const list = splitBlocks(`\`\`\`${language}\n${inner}\n\`\`\`\n\nafter`)
      expect(textsOf(list)).toEqual([`code:${inner}`, 'after'])
      expect(split(`\`\`\`\`md\n${inner}\n\`\`\`\`\nafter`)).toEqual([`code:${inner}`, 'after'])
      expect(split('```js\n```sh\nx\n```\nafter')).toEqual(['code:```sh\nx', 'after'])
    },
  )

  it.each([
    ['without a language', '# Use\n\n```\nnpm start\n```\n\nSo.'],
    ['in a list', '1. Start:\n   ```sh\n   npm start\n   ```\n2. So.'],
    ['that begins with its item', '- ```sh\n  npm start\n  ```\n- So.'],
    ['in a quote', '> ```sh\n> npm start\n> ```'],
    ['of waves', '~~~\n```\n~~~\n\n````sh\nx\n````'],
    ['of Markdown with one inside', '```md\n```sh\nx\n```\n```'],
    ['after a colon', 'Output:\n```\nnpm start\n```'],
    ['after a wide colon', '输出：\n```\nnpm start\n```\n\nSo.'],
  ])('a fence of Markdown may contain a fence %s', (_name, inner) => {
    const text = `\`\`\`markdown\n${inner}\n\`\`\`\n\nafter`
    expect(split(text)).toEqual([`code:${inner}`, 'after'])
  })

  it.each(['', 'text', 'Prompt', 'txt:a.txt'])(
    'a fence of plain text may contain a fence: %j',
    (language) => {
      const inner = 'Answer with:\n```json\n{}\n```\nand nothing else.'
      expect(split(`\`\`\`${language}\n${inner}\n\`\`\`\nafter`)).toEqual([
        `code:${inner}`,
        'after',
      ])
      expect(split(`\`\`\`${language}\na:\n\`\`\`\nafter`)).toEqual(['code:a:', 'after'])
    },
  )

  it('P11 fences in fences without end take no time', () => {
    const text = '```md\n'.repeat(150_000)
    const startedAt = performance.now()
    expect(splitBlocks(text).blocks).toHaveLength(1)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  it('a fence of Markdown ends where text follows its end at once', () => {
    expect(split('```markdown\n# A\n```\nThat is it.')).toEqual(['code:# A', 'That is it.'])
  })

  it('a line with only a break is a block of its own, and Markdown goes on after it', () => {
    expect(split('a\n\n<br>\n**b**')).toEqual(['a', '<br>', '**b**'])
  })

  it('an open fence is shown without the beginning of its end', () => {
    expect(split('```py\nprint()\n``')).toEqual(['code:print()'])
    expect(split('```py\nprint()\n  ``')).toEqual(['code:print()'])
  })

  it('backticks that close on their own line are text', () => {
    expect(split('say ```hi```\n```hi``` again')).toEqual(['say ```hi```\n```hi``` again'])
  })

  it('indented code with blank lines stays in one piece', () => {
    expect(split('a\n\n    x\n\n    y\n\nb')).toEqual(['a', '    x\n\n    y', 'b'])
  })

  it('a text with definitions is not split, since they hold everywhere in it', () => {
    const text = 'see [it][1]\n\nand\n\n[1]: https://example.org'
    expect(split(text)).toEqual([text])
  })

  it('a text with lines that only look like definitions is split', () => {
    const log = '[INFO]: up\n[ERROR]: timeout'
    expect(split(`${log}\n\nand\n\n[1]: https://example.org`)).toEqual([
      log,
      'and',
      '[1]: https://example.org',
    ])
    expect(split(`[1]: https://example.org\n\nsee [it][1]`)).toHaveLength(1)
  })

  it('a fence of Markdown keeps its content, even in a text with definitions', () => {
    const inner = '\n```sh\nx\n```\n'
    expect(split(`[a]\n\n\`\`\`md${inner}\`\`\`\n\n[a]: /b`)).toEqual([
      `[a]\n\n\`\`\`\`\`\`md${inner}\`\`\`\`\`\`\n\n[a]: /b`,
    ])
    expect(split(`[a]: /b\n[a]\n\`\`\`md${inner}`)).toEqual([
      `[a]: /b\n[a]\n\`\`\`\`\`\`md${inner}`,
    ])
  })

  it('a line that may become the next item of a list stays with the list', () => {
    expect(split('1. a\n\n2')).toEqual(['1. a\n\n2'])
    expect(split('1. a\n\n2. b')).toEqual(['1. a\n\n2. b'])
    expect(split('1. a\n\n2 b')).toEqual(['1. a', '2 b'])
    expect(split('- a\n\n**b**')).toEqual(['- a', '**b**'])
  })

  it('a growing answer gets new blocks only at its end, however long it is', () => {
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
    // Blocks that are not the same object are drawn again: the last one, and the one that it ended.
    expect(Math.max(...changed)).toBeLessThanOrEqual(2)
  })

  it('a text that comes piece by piece has the same blocks as one that comes at once', () => {
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
      '<pre>',
      '-->',
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

  it('a block that would take too long to parse is plain, and the others are not', () => {
    const wild = '*a '.repeat(6_000).trimEnd()
    const { blocks } = splitBlocks(`before\n\n${wild}\n\nafter`)
    expect(blocks.map(({ kind }) => kind)).toEqual(['markdown', 'plain', 'markdown'])
    expect(split(`before\n\n${wild}\n\nafter`)).toEqual(['before', wild, 'after'])
  })

  it('a block that was plain once stays plain as it grows', () => {
    const most = 'a'.repeat(MOST_WORK - 50)
    expect(splitBlocks(most).blocks).toMatchObject([{ kind: 'markdown' }])
    const first = splitBlocks(`${most}\n\`\`\``)
    expect(first.blocks).toMatchObject([{ kind: 'plain' }])
    // The fence's line is complete, and the text before it is as short as it was at first.
    const second = splitBlocks(`${first.text}\n`, first)
    expect(second.blocks).toMatchObject([{ kind: 'plain', text: most }, { kind: 'code' }])
  })

  it('definitions are plain when the whole answer is too much to be one block', () => {
    const section = `${'Some words of it, and more of them. '.repeat(60)}\n\n`
    const defined = '[a]: https://example.org'
    const text = `${section.repeat(60)}${defined}\n\nSee [a].`
    const list = splitBlocks(text)
    expect(list.blocks).toHaveLength(62)
    expect(list.blocks.at(-2)).toMatchObject({ kind: 'plain', text: defined })
    expect(splitBlocks(`${text}\n\nEnd.`, list).blocks).toHaveLength(63)
  })
})
