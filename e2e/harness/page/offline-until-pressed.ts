import type { Page } from '@playwright/test'

/**
 * Lets no request to this address through until a button or a key of this name is pressed. Retries
 * that the page makes without a press fail.
 */
export async function offlineUntilPressed(
  page: Page,
  address: string,
  name: string,
): Promise<void> {
  await page.evaluate((pressed) => {
    const noteReturn = (isMeant: boolean) => {
      if (isMeant) document.body.dataset['network'] = 'back'
    }
    const isButton = (target: EventTarget | null) =>
      target instanceof HTMLElement && target.innerText === pressed
    addEventListener('click', ({ target }) => noteReturn(isButton(target)), true)
    addEventListener('keydown', ({ key }) => noteReturn(key === pressed), true)
  }, name)
  await page.route(address, async (route) => {
    const isBack = await page.evaluate(() => document.body.dataset['network'] === 'back')
    if (isBack) await route.continue()
    else await route.abort('internetdisconnected')
  })
}
