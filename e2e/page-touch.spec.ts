import type { Locator, Page } from '@playwright/test'
import { encodeSaid } from './fake-provider/directives/said-text'
import { expect, test } from './harness/fixtures'
import { newPerson } from './harness/page/account-forms'
import { atRest } from './harness/page/at-rest'
import { ChatPage } from './harness/page/chat-page'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

/** The smallest side of a control that a finger has to meet, in CSS pixels. */
const FINGER = 44

/**
 * The controls on the page that are too small for a finger, by name and size. A label counts as part
 * of its field; links within a text, and controls for the keyboard alone, do not count.
 */
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate((finger) => {
    const controls =
      'a[href], button, input:not(:disabled), select, textarea, summary, [role^="menuitem"], [role="option"]'
    const isShown = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('[aria-hidden="true"], [inert]') === null &&
      getComputedStyle(element).clipPath === 'none' &&
      element.getBoundingClientRect().right > 0 &&
      element.getBoundingClientRect().bottom > 0
    const isInText = (element: Element) => element.matches('.answer-text :is(p, li, td) a')
    return [...document.querySelectorAll(controls)]
      .filter((element) => isShown(element) && !isInText(element))
      .flatMap((element) => {
        const target = element.closest('label') ?? element
        const { width, height } = target.getBoundingClientRect()
        if (Math.min(width, height) >= finger - 0.1) return []
        const name = element.getAttribute('aria-label') ?? element.textContent
        return [`${element.tagName} ${name} ${Math.round(width)} x ${Math.round(height)}`]
      })
  }, FINGER)
}

async function expectRoomForFingers(page: Page, where: string): Promise<void> {
  await atRest(page)
  const count = await page.locator('a[href], button, input').count()
  expect(count, `${where} has controls`).toBeGreaterThan(0)
  expect([where, ...(await tooSmall(page))]).toEqual([where])
}

async function expectIn(page: Page, where: string, opened: Locator): Promise<void> {
  await expect(opened).toBeVisible()
  await expectRoomForFingers(page, where)
}

test('every control of a chat on a phone is 44 px, whatever the state of the chat', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await expect(page.getByRole('button', { name: /^Model: / })).toBeVisible()
  await expectRoomForFingers(page, 'the first visit')

  const say = encodeSaid(
    'Code:\n\n```js\nlet a = 1\n```\n\n- [x] done\n\n[a link](https://x.test/)',
  )
  await chat.ask(
    `${'A long first question '.repeat(8)}[[key=${key} say=${say} rate=0 reasoning=3]]`,
  )
  await expect(chat.answer.getByRole('button', { name: 'Copy code' })).toBeVisible()
  await expect(chat.answer.getByRole('button', { name: 'Copy answer' })).toBeVisible()
  await expectRoomForFingers(page, 'an answer')
  await page.locator('main header summary').tap()
  await expectRoomForFingers(page, 'the whole title')
  await chat.answer.locator('summary').tap()
  await expectRoomForFingers(page, 'what it thought')
  await chat.answer.getByRole('button', { name: 'Details' }).tap()
  await expectIn(page, 'its details', page.getByLabel('Details of this answer'))
  await page.keyboard.press('Escape')
  for (const name of ['Regenerate', 'More']) {
    await chat.answer.getByRole('button', { name, exact: true }).tap()
    await expectIn(page, name, page.getByRole('menu'))
    await page.keyboard.press('Escape')
  }
  await chat.question.getByRole('button', { name: 'Edit question' }).tap()
  await expectIn(page, 'an edit', chat.editField)
  await chat.editField.fill('Again [[hold=4 rate=0]]')
  await page.getByRole('button', { name: 'Send', exact: true }).first().tap()
  await chat.waitForWords(4)
  await expectRoomForFingers(page, 'an answer that arrives')
  await chat.stopButton.tap()
  await expect(chat.answer).toContainText('Stopped ·')
  await expectRoomForFingers(page, 'a stopped answer')
  await chat.ask('[[tokens=3 status=401]]')
  await expect(chat.answer.getByRole('button', { name: 'Retry' })).toBeVisible()
  await expectRoomForFingers(page, 'a failed answer')
  await page.getByRole('button', { name: /^Model: / }).tap()
  await expectIn(page, 'the models', page.getByRole('menu'))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Settings for this chat' }).tap()
  await expectIn(page, 'the settings', page.getByRole('textbox', { name: 'System prompt' }))
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'New chat' }).tap()
  await expectIn(page, 'a new chat', page.getByRole('heading', { name: 'Stop means stop' }))
})

test('every control of the list on a phone is 44 px, and so are those of its menus and dialogs @long', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`Apples [[key=${key} tokens=2 rate=0]]`)
  await chat.waitForWords(2)
  const drawer = page.getByRole('dialog', { name: 'Chats' })
  const openDrawer = () => page.getByRole('button', { name: 'Chats', exact: true }).tap()
  await openDrawer()
  await expectIn(page, 'the list', drawer.locator('[data-chat-id]'))
  await drawer.getByRole('searchbox').fill('word0001')
  await expect(drawer.getByText('1 chat found')).toBeAttached()
  await expectRoomForFingers(page, 'what was found')
  await drawer.getByRole('searchbox').fill('')
  await drawer.getByRole('button', { name: /^Options for/ }).tap()
  await expectIn(page, 'the options of a chat', page.getByRole('menu'))
  await page.getByRole('menuitem', { name: 'Rename' }).tap()
  await expectIn(page, 'renaming', page.getByRole('textbox', { name: 'Title' }))
  await page.getByRole('button', { name: 'Cancel' }).tap()
  await drawer.getByRole('button', { name: 'Commands' }).tap()
  await expectIn(page, 'the commands', page.getByRole('option').first())
  await page.getByRole('button', { name: 'Close' }).tap()
  await openDrawer()
  await drawer.getByRole('button', { name: /^Options for/ }).tap()
  await page.getByRole('menuitem', { name: 'Delete' }).tap()
  await expectIn(page, 'a deletion', drawer.getByRole('button', { name: 'Undo' }))
})

test('every control of the pages around the chat is 44 px on a phone @long', async ({
  page,
  key,
}) => {
  for (const path of [
    '/sign-in',
    '/sign-in?new',
    '/reset-password?token=x',
    '/nowhere',
    '/c/nowhere',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeAttached()
    await expect(page.locator('[aria-label^="Loading"]')).toHaveCount(0)
    await expectRoomForFingers(page, path)
  }
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: 'Delete everything' })).toBeVisible()
  await expectRoomForFingers(page, 'the account of a guest')

  await page.goto('/sign-in?new')
  await page.getByRole('radio', { name: 'Create an account' }).check()
  await page.getByRole('textbox', { name: 'Name' }).fill('Ann')
  const { email, password } = newPerson(key)
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create an account' }).tap()
  await expect(page).not.toHaveURL(/sign-in/)
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: 'API keys' })).toBeVisible()
  await expect(page.locator('[aria-label^="Loading"]')).toHaveCount(0)
  await expectRoomForFingers(page, 'an account')
  await page.getByRole('textbox', { name: 'Name of the new key' }).fill('A program')
  await page.getByRole('button', { name: 'Create a key' }).tap()
  await expectIn(page, 'a new key', page.getByRole('button', { name: 'Copy key' }))
  await page.getByRole('button', { name: 'Revoke the key A program' }).tap()
  await expectIn(page, 'ending it', page.getByRole('alertdialog').or(page.getByRole('dialog')))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Delete my account' }).tap()
  await expectIn(page, 'deleting it', page.getByRole('alertdialog').or(page.getByRole('dialog')))
})

test('no shortcut is offered on touch', async ({ page, key }) => {
  const chat = await ChatPage.open(page)
  const expectNone = async () => {
    await expect(page.locator('[aria-keyshortcuts]')).toHaveCount(0)
    const seen = await page
      .locator('kbd')
      .evaluateAll((keys) => keys.filter((k) => k.checkVisibility()))
    expect(seen).toEqual([])
  }
  await chat.ask(`[[key=${key} hold=3 rate=0]]`)
  await chat.waitForWords(3)
  await expectNone()
  await expect(chat.stopButton).not.toHaveAttribute('title')
  await page.getByRole('button', { name: 'Chats', exact: true }).tap()
  await expectNone()
  await page.getByRole('button', { name: 'Commands' }).tap()
  await expect(page.getByRole('option', { name: 'New chat', exact: true })).toBeVisible()
  await expect(page.getByRole('option', { name: 'Keyboard shortcuts' })).toHaveCount(0)
  await expectNone()
})
