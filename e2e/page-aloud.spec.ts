import { releaseCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { ChatPage } from './harness/page/chat-page'

test('the state of an answer is said aloud, and its words are not', async ({
  page,
  provider,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        const region = element?.closest('[aria-live], [role="status"], [role="log"], output')
        if (region) said.push(region.textContent)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  const said = () =>
    page.evaluate(() => ('said' in window ? (window.said as string[]).splice(0) : []))
  // Each answer waits midway, so that even a slow page has the time to say its state aloud.
  await chat.ask(`[[key=${key}-1 reasoning=60 tokens=60 hold=30]]`)
  await expect(page.getByText('The model is thinking')).toBeAttached()
  await releaseCall(provider.url, `${key}-1`)
  await expect(page.getByText('Answer complete')).toBeAttached()
  const first = await said()
  await chat.ask(`[[key=${key}-2 tokens=60 hold=30]]`)
  await chat.waitForWords(30)
  await expect(page.getByText('The answer is arriving')).toBeAttached()
  await releaseCall(provider.url, `${key}-2`)
  await expect(page.getByText('Answer complete')).toBeAttached()
  const second = await said()
  expect(first).toContain('The model is thinking')
  expect(first.at(-1)).toBe('Answer complete')
  expect(second.slice(-2)).toEqual(['The answer is arriving', 'Answer complete'])
  const all = [...first, ...second]
  expect(all.filter((text) => text.includes('word'))).toEqual([])
})

test('a chat that is being answered says so aloud when it is opened, and a stopped one says nothing', async ({
  page,
  key,
}) => {
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=30]]`)
  await chat.waitForWords(30)
  await page.reload()
  await expect(page.getByText('The answer is arriving')).toBeAttached()
  await chat.stopButton.click()
  await expect(page.getByText('Answer stopped')).toBeAttached()
  await page.reload()
  await expect(chat.answer).toContainText('Stopped ·')
  await expect(page.locator('main > [aria-live="polite"]')).toHaveText('')
})

test('nothing moves for a person who wants less motion @long', async ({ page, key }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 360, height: 740 })
  const chat = await ChatPage.open(page)
  await chat.ask(`[[key=${key} tokens=60 hold=20]]`)
  await chat.waitForWords(20)
  const moving = () =>
    page.evaluate(() => {
      const isMoving = ({ effect }: Animation) =>
        Number(effect?.getComputedTiming().duration ?? 0) > 0
      return document.getAnimations().filter(isMoving).length
    })
  await page.getByRole('button', { name: 'Chats' }).click()
  expect(await moving()).toBe(0)
  await expect(page.getByRole('dialog', { name: 'Chats' })).toBeVisible()
  expect(await moving()).toBe(0)
  await page.keyboard.press('Escape')
  await chat.stopButton.click()
  expect(await moving()).toBe(0)
  await expect(chat.answer).toContainText('Stopped')
})
