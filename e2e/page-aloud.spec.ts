import { releaseCall } from './fake-provider/books'
import { ChatPage } from './harness/chat-page'
import { expect, test } from './harness/fixtures'

test('an answer is said aloud by how it stands, and not word by word', async ({
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
  await chat.ask(`[[key=${key} reasoning=60 tokens=60 rate=100 hold=90]]`)
  await chat.waitForWords(30)
  await releaseCall(provider.url, key)
  await expect(chat.answer).toHaveAttribute('data-status', 'completed')
  await expect(page.getByText('Answer complete')).toBeAttached()
  const said = await page.evaluate(() => ('said' in window ? (window.said as string[]) : []))
  expect(said).toContain('The model is thinking')
  expect(said).toContain('The answer is arriving')
  expect(said).toContain('Answer complete')
  expect(said.filter((text) => text.includes('word'))).toEqual([])
})

test('nothing moves for who wants less motion', async ({ page, key }) => {
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
