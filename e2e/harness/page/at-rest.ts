import type { Page } from '@playwright/test'

/** Resolves when nothing moves or fades on the page: until then its colours and sizes are in between. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})))
  })
}
