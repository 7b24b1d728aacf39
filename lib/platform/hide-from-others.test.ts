import { chmodSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'
import { hideFromOthers } from './hide-from-others'

test('P12 files that others could read become their owner’s alone, and missing files are ignored', () => {
  const folder = temporaryFolder()
  const [open, hidden, missing] = ['open', 'hidden', 'missing'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string]
  for (const [file, mode] of [
    [open, 0o664],
    [hidden, 0o400],
  ] as const) {
    writeFileSync(file, '')
    chmodSync(file, mode)
  }
  expect(hideFromOthers([open, hidden, missing])).toEqual([])
  expect(modeOf(open)).toBe(0o600)
  expect(modeOf(hidden)).toBe(0o400)
})

test.runIf(process.platform === 'linux')(
  'P12 a file whose mode cannot be changed is returned',
  () => {
    expect(hideFromOthers(['/proc/self/status'])).toEqual(['/proc/self/status'])
  },
)

function modeOf(file: string): number {
  return statSync(file).mode & 0o777
}
