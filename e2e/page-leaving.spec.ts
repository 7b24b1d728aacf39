import type { Page } from '@playwright/test'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'
import { AppServer } from './harness/server/app-server'

/** A server where an answer that everybody left ends at once. */
const test = base.extend<{ page: Page }, { strictServer: AppServer }>({
  strictServer: [
    async ({ provider }, provide) => {
      const server = await AppServer.start({
        ...providerVariables(provider.url),
        STREAM_GRACE_MS: '0',
      })
      await provide(server)
      await server.remove()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ strictServer }, provide) => {
    await provide(strictServer.url)
  },
})

test('P8 a person whose leaving ended an answer can let the next answers keep going', async ({
  page,
  strictServer,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  const { pathname } = new URL(page.url())
  await page.goto('about:blank')
  await waitForCall(provider.url, key, ({ open }) => !open)
  await ChatPage.open(page, pathname)
  await expect(chat.answer).toContainText('Stopped when you left')
  await expect(chat.answer.getByRole('button', { name: 'Continue' })).toBeVisible()

  const offer = chat.answer.getByRole('button', { name: 'Keep going when I leave' })
  await page.route('**/api/chats/*', async (route) => {
    if (route.request().method() !== 'PATCH') await route.continue()
    else await route.abort('internetdisconnected')
  })
  await offer.focus()
  await page.keyboard.press('Enter')
  await expect(chat.answer.getByRole('alert')).toHaveText('Could not reach the server.')
  await expect(offer).toBeFocused()
  await page.unroute('**/api/chats/*')
  await page.keyboard.press('Enter')
  const said = chat.answer.getByText('This chat now keeps going when you leave')
  await expect(said).toBeFocused()
  await expect(offer).toHaveCount(0)
  const chatId = pathname.split('/').at(-1) ?? ''
  const stored = () => strictServer.query('SELECT keep_going FROM chats WHERE id = ?', chatId)
  expect(stored()).toEqual([{ keep_going: 1 }])

  await page.reload()
  await expect(chat.answer).toContainText('Stopped when you left')
  await expect(said).toHaveCount(0)
  await page.getByRole('button', { name: 'Settings for this chat' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings for this chat' })
  await dialog.getByRole('checkbox', { name: 'Keep going when I leave' }).uncheck()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(offer).toBeVisible()
})
