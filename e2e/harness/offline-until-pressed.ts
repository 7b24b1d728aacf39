import type { Page } from '@playwright/test'

/**
 * Lets no request to this address through until a button of this name is pressed: what the page
 * tries again by itself before fails.
 */
export async function offlineUntilPressed(
  page: Page,
  address: string,
  button: string,
): Promise<void> {
  await page.evaluate((name) => {
    document.addEventListener(
      'click',
      ({ target }) => {
        if (target instanceof HTMLElement && target.innerText === name) {
          document.body.dataset['network'] = 'back'
        }
      },
      true,
    )
  }, button)
  await page.route(address, async (route) => {
    const isBack = await page.evaluate(() => document.body.dataset['network'] === 'back')
    if (isBack) await route.continue()
    else await route.abort('internetdisconnected')
  })
}
