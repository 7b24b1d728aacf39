import { findChromium } from '../../scripts/ensure/ensure-chromium.mjs'

/** A real Chromium without its window. The root of a container cannot have a sandbox. */
export const chromiumFlags = ['--headless=new', '--no-sandbox']

/** The Chromium of the browser tests. */
export function chromiumPath(): string {
  const path = findChromium()
  if (path === undefined) throw new Error('No Chromium: node scripts/ensure.mjs chromium')
  return path
}
