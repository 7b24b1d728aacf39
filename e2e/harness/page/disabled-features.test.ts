import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { disabledFeatures } from './disabled-features'

test('the features that Playwright turns off in Chromium stay off', async () => {
  const bundle = createRequire(import.meta.url).resolve('playwright-core/lib/coreBundle')
  const source = await readFile(bundle, 'utf8')
  const [, list = ''] = /disabledFeatures = \[(.*?)\]/s.exec(source) ?? []
  const names = Array.from(list.matchAll(/^\s*"(\w+)"/gm), ([, name]) => name)
  expect(names).toContain('MediaRouter')
  expect(disabledFeatures).toEqual(expect.arrayContaining(names))
})
