import { expect, test } from './harness/fixtures'

test('the appearance that was chosen is there at the first paint, and in every tab', async ({
  page,
  context,
}) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/account')
  const other = await context.newPage()
  await other.emulateMedia({ colorScheme: 'light' })
  await other.goto('/')
  await page.getByRole('radio', { name: 'Dark' }).check()
  const ground = (of: typeof page) =>
    of.evaluate(() => getComputedStyle(document.documentElement).colorScheme)
  expect(await ground(page)).toBe('dark')
  await expect.poll(() => ground(other)).toBe('dark')
  const response = await page.goto('/')
  expect(await response?.text()).toContain('data-appearance="dark"')
  expect(await ground(page)).toBe('dark')
})

test('the bars of the browser have the colour of the page @long', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  const bars = () =>
    page
      .locator('meta[name="theme-color"]')
      .evaluateAll((all) => all.map((bar) => bar.getAttribute('content')))
  await page.goto('/account')
  const [light, dark] = await bars()
  expect(light).not.toBe(dark)
  await page.getByRole('radio', { name: 'Dark' }).check()
  expect(await bars()).toEqual([dark, dark])
  await page.goto('/')
  expect(await bars()).toEqual([dark, dark])
  await page.goto('/account')
  await page.getByRole('radio', { name: 'System' }).check()
  expect(await bars()).toEqual([light, dark])
})
