import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './fixtures'
import { FOLDER, pictureOf } from './folder'
import { groups } from './groups'
import { readPng } from './small-png/read-png'
import { writePng } from './small-png/write-png'
import { hasPicture } from './studio/state'

for (const { page: pageName, states } of groups) {
  for (const state of states) {
    const { name, arrive, fullPage = false, environment } = state
    test.describe(pageName, () => {
      test.use({ environment })

      test(name, async ({ page, studio }, { project }) => {
        test.skip(!hasPicture(state, project.name), 'this look has no such state')
        await arrive(studio)
        await isSettled(page)
        const file = path.join(FOLDER, pictureOf(name, project.name))
        const png = await page.screenshot({ fullPage, animations: 'disabled', caret: 'hide' })
        await writeFile(file, writePng(readPng(png)))
      })
    })
  }
}

/** Resolves when the side bar shows the name of the account, and the fonts are loaded. */
async function isSettled(page: Page): Promise<void> {
  await expect(page.locator('a[aria-label="Account"]')).toHaveCount(0)
  await page.evaluate(() => document.fonts.ready)
}
