import { chromium } from '@playwright/test'
import { LoadedScripts } from '../e2e/harness/page/loaded-scripts.ts'
import type { Finding } from './finding.ts'
import { chromiumFlags, chromiumPath } from './visit/chromium.ts'
import { MeasuredServer } from './visit/measured-server.ts'

const MOST_KILOBYTES = 250

/** Measures the scripts that the chat page loads on a first visit, including those loaded ahead. */
export async function measurePageWeight(): Promise<Finding[]> {
  await using server = await MeasuredServer.start()
  const executablePath = chromiumPath()
  const browser = await chromium.launch({ executablePath, args: chromiumFlags })
  try {
    const page = await browser.newPage()
    const scripts = new LoadedScripts(page)
    await page.goto(server.url)
    await scripts.settled()
    const value = (await scripts.transferredBytes()) / 1000
    const name = 'JavaScript of the chat page, first visit'
    return [{ name, value, unit: 'KB', bound: MOST_KILOBYTES, is: 'at most' }]
  } finally {
    await browser.close()
  }
}
