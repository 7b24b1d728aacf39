import type { Locator, Page } from '@playwright/test'
import { encodeSaid } from './fake-provider/directives/said-text'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'
import { holdColours } from './harness/page/hold-colours'
import { differenceOf, pictureOf, SAME_COLOUR } from './harness/page/picture'
import { WaysOut } from './hostile/ways-out'

const CODE = [
  '/* A dot,',
  '   at rest. */',
  'const dot: string = "<b>.</b>" // stop',
  '',
  'export function stop(count = 42) {',
  '\treturn `${dot} ${count}`',
  `\t// ${'is longer than the page is wide, '.repeat(8)}`,
  '}',
].join('\n')
const { raw } = String
const MATHS = raw`So $x^2$, \(\frac{1}{2}\), for $5 and $6:

\[
a
+ \sqrt{b}
\]`

declare global {
  interface Window {
    flickers?: string[]
  }
}

function directive(text: string): string {
  return `[[say=${encodeSaid(text)} pieceLength=3 rate=200]]`
}

async function ask(page: Page, text: string): Promise<ChatPage> {
  const chat = await ChatPage.open(page)
  await chat.ask(directive(text))
  await expect(chat.answer).toHaveAttribute('data-status', 'completed', { timeout: 20_000 })
  await chat.waitUntilDrawn()
  return chat
}

test('code is there at once, gets its colours without moving, and is copied as it is', async ({
  page,
  context,
  server,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const waysOut = new WaysOut(page, server.url)
  await holdColours(page)
  const chat = await ask(
    page,
    `See:\n\n\`\`\`ts\n${CODE}\n\`\`\`\n\n- and\n\n  \`\`\`js\n  let a\n  \`\`\``,
  )
  const blocks = chat.answer.locator('.code-block code')
  const code = blocks.first()
  await expect(blocks).toHaveCount(2)
  await expect.poll(() => code.textContent()).toBe(CODE)
  await expect(blocks.last()).toHaveText('let a')
  await expect(chat.answer.locator('[class^="code-"]:not(figure)')).toHaveCount(0)
  const boxes = () =>
    chat.answer
      .locator('.answer-text, .code-block, .code-block :is(pre, code), .answer-text li')
      .evaluateAll((all) => {
        const top = all[0]?.getBoundingClientRect().top ?? 0
        return all.map((one) => {
          const { x, y, width, height } = one.getBoundingClientRect()
          // Letters that are drawn one by one are hundredths of a pixel wider.
          return [x, y - top, width, height, one.scrollWidth].map(Math.round)
        })
      })
  const before = await boxes()

  await page.evaluate(() => window.letColoursCome?.())
  const keyword = code.locator('.code-keyword').first()
  await expect(keyword).toContainText('const', { timeout: 20_000 })
  await expect(blocks.last().locator('.code-keyword')).toContainText('let')
  await expect(code.locator('.code-comment').first()).toContainText('A dot')
  expect(await boxes()).toEqual(before)
  expect(await code.textContent()).toBe(CODE)
  const colourOf = (element: Element) => getComputedStyle(element).color
  expect(await keyword.evaluate(colourOf)).not.toBe(await code.evaluate(colourOf))

  await chat.answer.getByRole('button', { name: 'Copy code' }).first().click()
  await expect(chat.answer.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(CODE)
  expect(waysOut.taken).toEqual([])
})

test('formulas are MathML, and prices are prices @long', async ({ page, server }) => {
  const waysOut = new WaysOut(page, server.url)
  const chat = await ask(page, MATHS)
  const formulas = chat.answer.locator('math')
  await expect(formulas).toHaveCount(3)
  await expect(chat.answer.locator('.answer-text')).toContainText('for $5 and $6:')
  await expect(chat.answer.getByRole('region', { name: 'Formula' }).locator('msqrt')).toHaveText(
    'b',
  )
  expect(await formulas.first().evaluate(({ namespaceURI }) => namespaceURI)).toContain('MathML')
  // A fraction that is drawn has its parts one above the other.
  const tops = await chat.answer
    .locator('mfrac > *')
    .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().top))
  expect(tops[1]).toBeGreaterThan(tops[0] ?? Infinity)
  expect(waysOut.taken).toEqual([])
})

test('formulas have their columns and rows apart, and brackets as high as their contents @long', async ({
  page,
}) => {
  const chat = await ask(
    page,
    raw`$$ \left( \frac{a}{b} \right) = \begin{pmatrix} a & b \\ c & d \end{pmatrix} $$`,
  )
  const formula = chat.answer.locator('math')
  await expect(formula).toBeVisible()
  await page.evaluate(() => document.fonts.ready)
  const boxesOf = (name: string) =>
    formula.locator(name).evaluateAll((all) =>
      all.map((one) => {
        const { left, right, top, bottom, height } = one.getBoundingClientRect()
        return { left, right, top, bottom, height }
      }),
    )
  const heightOf = async (name: string) => (await boxesOf(name))[0]?.height ?? 0
  expect(await heightOf('mfrac')).toBeGreaterThan(20)
  expect(await heightOf('mo[fence]')).toBeGreaterThan(0.9 * (await heightOf('mfrac')))
  const [a, b, c] = await boxesOf('mtd mi')
  if (!a || !b || !c) throw new Error('a matrix has four cells')
  expect(b.left - a.right).toBeGreaterThan(8)
  expect(c.top).toBeGreaterThanOrEqual(a.bottom)
})

test('lines of an answer are lines of the copied text @long', async ({ page }) => {
  const chat = await ask(page, '1 Main St\nTown\n\n- *Name:* x\n  *Age:* y<br>z')
  const copied = await chat.answer.locator('.answer-text').evaluate((answer) => {
    const selection = getSelection()
    selection?.selectAllChildren(answer)
    return selection?.toString()
  })
  expect(copied).toBe('1 Main St\nTown\n\nName: x\nAge: y\nz')
})

test('no mark of Markdown shows while an answer is arriving', async ({ page }) => {
  await page.addInitScript(() => {
    const flickers: string[] = []
    window.flickers = flickers
    new MutationObserver(() => {
      for (const answer of document.querySelectorAll('.answer-text')) {
        const text = answer.textContent
        if (/\*|~~|`|\]\(|\||#|</.test(text) && flickers.length < 5) flickers.push(text)
      }
    }).observe(document, { subtree: true, childList: true, characterData: true })
  })
  const text = [
    '## A *title*',
    'Some **bold and *both***, `code`, ~~gone~~ and [a link](https://example.org/a).',
    '- one\n- **two**\n  1. three',
    '| a | **b** |\n| --- | --- |\n| `c` | d |',
    '> quoted _text_',
    '请**「保存」**后~~（删）。~~看https://example.org/a，**谢谢**。',
    '- H<sub>2</sub>O, <kbd>Ctrl</kbd>\n\n  ```\n  code\n  ```\n- end',
  ].join('\n\n')
  // Until its renderer has loaded, a text is shown nearly as it is written.
  const chat = await ask(page, 'A **first** answer.')
  await chat.ask(directive(text))
  await expect(chat.answer.getByRole('table')).toBeVisible()
  await expect(chat.answer).toHaveAttribute('data-status', 'completed', { timeout: 20_000 })
  await chat.waitUntilDrawn()
  expect(await page.evaluate(() => window.flickers)).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`on a phone, ${colorScheme}`, () => {
    test.use({ viewport: { width: 360, height: 740 }, colorScheme })

    test('a block that scrolls sideways shows at which edge there is more @long', async ({
      page,
    }) => {
      const wideTable = `| A | B | C | D | E |${'\n|---|---|---|---|---|'}\n| | | | | |`
      const wideCode = `\`\`\`text\n${'long '.repeat(30)}\n\n\nend\n\`\`\``
      const narrow = '| A | B |\n|---|---|\n| | |\n\n```text\nshort\n\n\nend\n```'
      const chat = await ask(page, [wideTable, wideCode, narrow].join('\n\n'))
      const tables = chat.answer.getByRole('figure', { name: 'Table' })
      const codes = chat.answer.locator('.code-block pre')
      for (const wide of [tables.first(), codes.first()]) {
        await expect.poll(() => shadowsOf(wide)).toEqual({ left: false, right: true })
        await scrollSideways(wide, 60)
        await expect.poll(() => shadowsOf(wide)).toEqual({ left: true, right: true })
        await scrollSideways(wide, 9_999)
        await expect.poll(() => shadowsOf(wide)).toEqual({ left: true, right: false })
      }
      for (const narrowOne of [tables.last(), codes.last()]) {
        await expect.poll(() => shadowsOf(narrowOne)).toEqual({ left: false, right: false })
      }
    })
  })
}

async function scrollSideways(scroller: Locator, pixels: number): Promise<void> {
  await scroller.evaluate((element, left) => {
    element.scrollLeft = left
  }, pixels)
}

/** Whether each edge has a shadow, measured on the second line, where no text stands. */
async function shadowsOf(scroller: Locator): Promise<{ left: boolean; right: boolean }> {
  await scroller.scrollIntoViewIfNeeded()
  const box = await scroller.boundingBox()
  if (!box) throw new Error('it is shown')
  const hasShadow = async (x: number) => {
    const clip = { x, y: box.y + 42, width: 10, height: 6 }
    const picture = await pictureOf(scroller.page(), clip)
    const firstPixel = picture.slice(0, 4)
    const plain = picture.map((_, index) => firstPixel[index % 4] ?? 0)
    return differenceOf(picture, plain) > SAME_COLOUR
  }
  return { left: await hasShadow(box.x + 1), right: await hasShadow(box.x + box.width - 11) }
}
