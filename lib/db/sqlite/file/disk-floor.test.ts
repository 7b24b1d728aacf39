import { expect, test, vi } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'
import { createDiskFloor } from './disk-floor'

test('P11 the database may not grow below the floor of free disk, which is looked at once a second', async () => {
  const clock = createManualClock()
  const free = vi.fn<(folder: string) => Promise<number>>().mockResolvedValue(99)
  const refuseToGrow = createDiskFloor('/data', { bytes: 100, clock, free })
  for (let call = 0; call < 3; call += 1) {
    await expect(refuseToGrow()).rejects.toMatchObject({ code: 'storage_full' })
  }
  expect(free.mock.calls).toEqual([['/data']])
  free.mockResolvedValue(100)
  await clock.advance(999)
  await expect(refuseToGrow()).rejects.toMatchObject({ code: 'storage_full' })
  await clock.advance(1)
  await expect(refuseToGrow()).resolves.toBeUndefined()
})

test('P11 a disk that does not tell its room counts as free, and a real one tells it', async () => {
  const clock = createManualClock()
  const silent = createDiskFloor('/nowhere', { bytes: Number.MAX_SAFE_INTEGER, clock })
  await expect(silent()).resolves.toBeUndefined()
  const folder = temporaryFolder()
  await expect(createDiskFloor(folder, { bytes: 1, clock })()).resolves.toBeUndefined()
  const endless = createDiskFloor(folder, { bytes: Number.MAX_SAFE_INTEGER, clock })
  await expect(endless()).rejects.toMatchObject({ code: 'storage_full' })
})
