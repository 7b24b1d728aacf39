import type { Locator, Page } from '@playwright/test'
import { expect, test } from './harness/fixtures'
import { longUnless } from './harness/long-unless'
import { ChatPage } from './harness/page/chat-page'

const WIDE = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }

/** The opacity of an element within all of its outer elements: 0 is invisible. */
const opacityOf = (element: Locator) =>
  element.evaluate((start) => {
    let opacity = 1
    for (let at: Element | null = start; at; at = at.parentElement) {
      opacity *= Number(getComputedStyle(at).opacity)
    }
    return opacity
  })

const title = (page: Page) => page.locator('main header h1')
const sideBar = (page: Page) => page.getByRole('complementary', { name: 'Sidebar' })
const toggle = (page: Page) => page.getByRole('button', { name: 'Sidebar' })

test('the actions of the last answer always show, those of other answers on hover or focus @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  const copyOf = (answer: Locator) => answer.getByRole('button', { name: 'Copy answer' })
  await chat.composer.hover()
  await expect.poll(() => opacityOf(copyOf(chat.answer))).toBe(1)
  await chat.ask(`[[tokens=3 rate=0]]`)
  await expect(chat.answers).toHaveCount(2)
  await expect(copyOf(chat.answer)).toBeVisible()
  await chat.composer.hover()
  await expect.poll(() => opacityOf(copyOf(chat.answer))).toBe(1)
  await expect.poll(() => opacityOf(copyOf(chat.answers.first()))).toBe(0)
  await chat.answers.first().hover()
  await expect.poll(() => opacityOf(copyOf(chat.answers.first()))).toBe(1)
  await chat.composer.hover()
  await copyOf(chat.answers.first()).focus()
  await expect.poll(() => opacityOf(copyOf(chat.answers.first()))).toBe(1)
})

test('an empty chat asks for a question once, in one group with its field', async ({
  page,
  key,
}) => {
  await page.setViewportSize(WIDE)
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  const belowField = async () => {
    const box = await page.locator('.composer').boundingBox()
    return box ? WIDE.height - box.y - box.height : undefined
  }
  await expect.poll(belowField).toBeLessThan(40)
  await page.goto('/')
  const headline = page.getByRole('heading', { name: 'Stop means stop' })
  await expect(headline).toBeVisible()
  await expect(page.getByText('Ask anything')).toHaveCount(0)
  await expect(page.getByPlaceholder('Ask anything')).toHaveCount(1)
  const [above, field] = [await headline.boundingBox(), await chat.composer.boundingBox()]
  expect((field?.y ?? Infinity) - ((above?.y ?? 0) + (above?.height ?? 0))).toBeLessThan(80)
  expect(await belowField()).toBeGreaterThan(WIDE.height / 4)
  // In a window that is too low for the group, its field can still be reached.
  await page.setViewportSize({ width: 1280, height: 260 })
  await expect(chat.composer).toBeInViewport({ ratio: 1 })
})

test('a title follows an edit of the first question, until the person gives one @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`# The *first* title [[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await expect(title(page)).toHaveText(/^The first title/)
  await chat.edit('A `second` one [[tokens=2 rate=0]]')
  await expect(title(page)).toHaveText(/^A second one/)
  await expect(chat.chatList.first()).toContainText('A second one')
  await expect(page).toHaveTitle(/^A second one/)

  await chat.chatList.first().hover()
  await page.getByRole('button', { name: /^Options for/ }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Mine')
  await page.getByRole('button', { name: 'Rename' }).click()
  await expect(title(page)).toHaveText('Mine')
  await chat.edit('The third [[tokens=2 rate=0]]')
  await chat.waitForWords(2)
  await page.reload()
  await expect(title(page)).toHaveText('Mine')
})

for (const viewport of [WIDE, PHONE]) {
  test(`a title that is cut is shown whole on demand, ${viewport.width} wide${longUnless(viewport === PHONE)}`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport)
    const chat = await ChatPage.open(page)
    const long = `A title ${'of many words '.repeat(12)}`.trim()
    await chat.ask(`${long}\n\n[[tokens=2 rate=0]]`)
    await chat.waitForWords(2)
    const isCut = () =>
      title(page).evaluate(
        (line) => line.scrollWidth > line.clientWidth || line.getBoundingClientRect().height < 30,
      )
    const whole = page.locator('main header summary')
    await expect(whole).toHaveAttribute('title', new RegExp(`^${long}`))
    expect(await isCut()).toBe(true)
    await whole.focus()
    await page.keyboard.press('Enter')
    await expect.poll(isCut).toBe(false)
    await page.keyboard.press('Escape')
    await expect.poll(isCut).toBe(true)
    await expect(whole).toBeFocused()
    await whole.click()
    await expect.poll(isCut).toBe(false)
    await chat.composer.click()
    await expect.poll(isCut).toBe(true)
  })
}

test('a short title is no button @long', async ({ page }) => {
  const chat = await ChatPage.open(page)
  await chat.ask('Hi [[tokens=2 rate=0]]')
  await chat.waitForWords(2)
  await expect(title(page)).toHaveText(/^Hi/)
  await expect(page.locator('main header summary')).toHaveCount(0)
})

test('the side bar folds, stays folded after a reload, and unfolds @long', async ({
  page,
  server,
}) => {
  await page.setViewportSize(WIDE)
  const chat = await ChatPage.open(page)
  await expect(toggle(page)).toHaveAttribute('aria-expanded', 'true')
  await toggle(page).click()
  await expect(sideBar(page)).toBeHidden()
  await expect(toggle(page)).toHaveAttribute('aria-expanded', 'false')
  await expect(toggle(page)).toBeFocused()
  // The server's HTML folds the side bar, so that nothing moves when the scripts are there.
  const html = await (await page.request.get(`${server.url}/`)).text()
  expect(html).toContain('data-side-bar="folded"')
  await page.reload()
  await chat.waitUntilListening()
  await expect(sideBar(page)).toBeHidden()
  await expect(page.getByRole('link', { name: 'New chat' })).toBeVisible()
  await toggle(page).click()
  await expect(sideBar(page)).toBeVisible()
  await expect(toggle(page)).toBeFocused()

  const field = page.getByRole('textbox', { name: 'Your question' })
  await field.fill('stays')
  await page.keyboard.press('Alt+Shift+S')
  await expect(sideBar(page)).toBeHidden()
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('stays')
  // The key for the search unfolds the side bar.
  await toggle(page).focus()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search chats' })).toBeFocused()
})

test('the note of a deletion is on the page while the side bar is folded @long', async ({
  page,
  key,
}) => {
  await page.setViewportSize(WIDE)
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  await chat.chatList.first().hover()
  await page.getByRole('button', { name: /^Options for/ }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.keyboard.press('Alt+Shift+S')
  await expect(page.getByRole('main').getByText('Deleted')).toBeVisible()
})

test('a person goes from question to question by button and by key @long', async ({
  page,
  key,
}) => {
  await page.setViewportSize({ width: 1280, height: 500 })
  const chat = await ChatPage.open(page)
  await chat.ask(`One [[key=${key} tokens=300 rate=0]]`)
  await chat.waitForWords(300)
  await expect(page.getByRole('button', { name: 'Previous question' })).toHaveCount(0)
  await chat.ask('Two [[tokens=301 rate=0]]')
  await chat.waitForWords(301)
  await chat.ask('Three [[tokens=302 rate=0]]')
  await chat.waitForWords(302)
  const question = (text: string) => page.locator('[data-role="user"]', { hasText: text })

  await page.getByRole('button', { name: 'Previous question' }).click()
  await expect(question('Three')).toBeFocused()
  await expect(question('Three')).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Alt+Shift+U')
  await expect(question('Two')).toBeFocused()
  await expect(question('Two')).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Alt+Shift+U')
  await expect(question('One')).toBeFocused()
  await page.getByRole('button', { name: 'Next question' }).click()
  await expect(question('Two')).toBeFocused()
  // The keys work in the composer, too, and write nothing there.
  await chat.composer.focus()
  await page.keyboard.press('Alt+Shift+D')
  await expect(question('Three')).toBeFocused()
  await expect(chat.composer).toHaveValue('')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill('previous question')
  await page.keyboard.press('Enter')
  await expect(question('Two')).toBeFocused()
})

test('the keys of the page open a new chat, the chats around it and the models, and copy an answer', async ({
  page,
  context,
  key,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const chat = await ChatPage.open(page)
  await chat.ask(`Older [[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  const older = page.url()
  await page.keyboard.press('Alt+Shift+O')
  await expect(page).toHaveURL(/\/$/)
  await expect(chat.composer).toBeFocused()
  await chat.ask('Newer [[tokens=3 rate=0]]')
  await chat.waitForWords(3)
  const newer = page.url()
  await expect(chat.chatList).toHaveCount(2)

  await page.keyboard.press('Alt+Shift+J')
  await expect(page).toHaveURL(older)
  // The page knows the chats around this one once it is shown, a moment after its address.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Older/)
  await page.keyboard.press('Alt+Shift+J')
  await expect(page).toHaveURL(older)
  await page.keyboard.press('Alt+Shift+K')
  await expect(page).toHaveURL(newer)

  await chat.waitForWords(3)
  await page.keyboard.press('Alt+Shift+C')
  await expect(page.getByText('Answer copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/word0003/)

  await chat.composer.fill('a draft')
  await page.keyboard.press('Alt+Shift+M')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.getByRole('menuitemradio', { name: 'fake-large' }).first().click()
  await expect(page.getByRole('button', { name: 'Model: fake-large' })).toBeVisible()
  await expect(chat.composer).toBeFocused()
  await expect(chat.composer).toHaveValue('a draft')
  // A dialog over the page has the keys.
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Alt+Shift+O')
  await expect(page).toHaveURL(newer)
})
