import { describe, expect, test } from 'vitest'
import { MAX_TITLE_CHARACTERS } from '@/lib/contract/limits'
import { titleOf } from './title'

describe('the title of a new chat', () => {
  test.each([
    ['a short question whole', 'How are you?', 'How are you?'],
    ['one line of several', '  How\n\nare\t you? ', 'How are you?'],
    ['200 characters whole', 'x'.repeat(200), 'x'.repeat(200)],
    ['more than that cut at a word', `${'word '.repeat(40)}more`, `${'word '.repeat(38)}word…`],
    ['one long word cut inside it', 'x'.repeat(201), `${'x'.repeat(199)}…`],
    ['a word early in it not as the only one', `a ${'x'.repeat(300)}`, `a ${'x'.repeat(197)}…`],
    ['no half of a character', `${'x'.repeat(195)}👨‍👩‍👧‍👦x`, `${'x'.repeat(195)}…`],
    ['without what turns it round', '\u202eHow are\u202c you?', 'How are you?'],
    ['a made-up one where nothing is seen', '\u200b\u202e', 'New chat'],
    ['Chinese, which has no spaces', '漢'.repeat(300), `${'漢'.repeat(199)}…`],
  ])('the title is %s', (_, question, title) => {
    expect(titleOf(question)).toBe(title)
    expect(title.length).toBeLessThanOrEqual(MAX_TITLE_CHARACTERS)
  })
})

describe('the title without Markdown’s signs', () => {
  test.each([
    ['a heading', '# Plan the *trip*\n\nTo Rome', 'Plan the trip To Rome'],
    ['a closed heading', '## Plan ##\nRome', 'Plan Rome'],
    ['an underlined heading', 'Plan\n====\nRome\n----\nin May', 'Plan Rome in May'],
    ['a list', '- one\n* two\n  + three', 'one two three'],
    ['tasks', '- [ ] wash\n- [x] dry', 'wash dry'],
    ['a numbered list', '1. one\n2. two\n\n3) three', 'one two three'],
    ['a quotation', '> > said so\n> again\n\nWho?', 'said so again Who?'],
    ['a rule', 'above\n\n***\n\nbelow\n- - -\nend', 'above below end'],
    ['a table', '| a | b |\n|---|:-:|\n| 1 | **2** |', 'a b 1 2'],
    ['a fence', 'Why?\n```js\nlet a = b * c * d\n```', 'Why? let a = b * c * d'],
    ['only a fence', '~~~\n# a comment\n~~~', '# a comment'],
    ['a fence that is open', '```py\nprint(__name__)', 'print(__name__)'],
    ['a fence in a list', '- ```\n  a_b_c\n  ```', 'a_b_c'],
    ['code', 'What does `**kwargs` or ``a`b`` do?', 'What does **kwargs or a`b do?'],
    ['strong and emphasis', '**Why** is *this* __so__ _odd_?', 'Why is this so odd?'],
    [
      'strong beginnings of words',
      '**Re**use of **closure**s, ~~un~~done',
      'Reuse of closures, undone',
    ],
    ['all at once', '***Why*** ~~not~~ **_this_ way**', 'Why not this way'],
    ['emphasis with code in it', '**use `npm ci` here**', 'use npm ci here'],
    ['signs that are escaped', String.raw`\*not\* \_this\_`, '*not* _this_'],
    ['a link', 'Read [this page](https://x.test/a_(b) "t") *now*', 'Read this page now'],
    ['a link without words', '[](https://x.test/a_b_c)', 'https://x.test/a_b_c'],
    ['a link that is cut', `See [the page](https://x.test/${'x'.repeat(3_000)})`, 'See the page'],
    [
      'an address',
      'Is <https://x.test/_a_> or a@b.test up?',
      'Is https://x.test/_a_ or a@b.test up?',
    ],
    ['an image', '![A *cat*](cat.png) What is this?', 'A cat What is this?'],
    ['a linked image', '[![build](b.svg)](https://x.test) fails', 'build fails'],
    ['an image of bytes', '![](data:image/png;base64,AA==) What?', 'What?'],
    ['a formula', 'Solve $x^2_a = 4$ and $$a*b*c$$', 'Solve x^2_a = 4 and a*b*c'],
    ['formulas with brackets', String.raw`Is \(a*b*c\) \[\pi\]?`, String.raw`Is a*b*c \pi?`],
    ['a block of a formula', 'Solve\n$$\na_1*a_2*b\n$$\nnow', 'Solve a_1*a_2*b now'],
    ['tags around words', '<p class="a">Is <b>this</b><br/>bold?</p>', 'Is this bold?'],
    ['a comment of HTML', 'Hello <!-- not\nthis --> there', 'Hello there'],
    ['Chinese', '**注意：**请先保存', '注意：请先保存'],
    ['Japanese', '~~削除（けし）。~~済み', '削除（けし）。済み'],
    ['Korean', '**"강조"**를', '"강조"를'],
    ['emoji', '## 🎉 **Party** 👨‍👩‍👧', '🎉 Party 👨‍👩‍👧'],
    ['Arabic', '# **مرحبا** بالعالم', 'مرحبا بالعالم'],
    ['Windows’ line ends', '# One\r\n\r\n- two\r\n', 'One two'],
  ])('the title of %s has its words without the signs', (_, question, title) => {
    expect(titleOf(question)).toBe(title)
  })

  test.each(['***', '###', '- [ ]', '> ', '```\n```', '** **', '|---|', '![](data:,)'])(
    'the title of %j, which has no words, is made up',
    (question) => {
      expect(titleOf(question)).toBe('New chat')
    },
  )

  test.each([
    'What is 2 * 3 * 4, and 2*3*4, and 2**3**4?',
    'Where is snake_case_name or _private and _other?',
    'What do __init__ and __init__.py do?',
    'C# or F#? #hashtag',
    'f(a, **b) or x**y and (**c, *d)',
    'def f(*args, **kwargs): g(*args, **kwargs)',
    'How do I center a <div>?',
    'Array<string> or List<List<int>>?',
    'a < b and c > d, >= e',
    'It costs $5 and not $10, or US$3 to $4',
    '2. Weltkrieg: wann?',
    '-5 degrees, ~$1.50 to ~$10',
    'names[0](each) and f[a](b)',
    '[ERROR]: timeout at [1]',
    'SELECT * FROM a WHERE b IN (SELECT * FROM c)',
    'rm *.txt and *.md',
    String.raw`C:\new\files`,
    'What does [^a-z]* match?',
    '??',
    '👋',
  ])('characters that only look like signs stay: %s', (question) => {
    expect(titleOf(question)).toBe(question)
  })

  test('P11 the title is made in a moment, whatever the question is', () => {
    const signs = [
      '*a',
      '_a ',
      '[a',
      '[a](',
      '<a>',
      '`a``',
      '$a',
      '**a*',
      '![[',
      '<a b',
      '- ',
      '> ',
    ]
    const startedAt = performance.now()
    for (const sign of signs) titleOf(sign.repeat(100_000))
    expect((performance.now() - startedAt) / signs.length).toBeLessThan(100)
  })
})
