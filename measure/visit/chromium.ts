import { findChromium } from '../../scripts/ensure/ensure-chromium.mjs'

/** As the page is seen by a person, less the window; a container's root has no sandbox. */
export const chromiumFlags = ['--headless=new', '--no-sandbox']

/** The Chromium that the browser tests use. */
export function chromiumPath(): string {
  const path = findChromium()
  if (path === undefined) throw new Error('No Chromium: node scripts/ensure.mjs chromium')
  return path
}
