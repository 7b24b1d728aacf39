import { expect, test, vi } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { fileResponse } from './file-response'

/** A download of these pieces; `revoke` ends the session of its reader. */
function download(...pieces: (string | Error)[]) {
  const clock = createManualClock()
  const onOver = vi.fn<() => void>()
  let revoke = () => {}
  async function* generate() {
    for (const piece of pieces) {
      if (piece instanceof Error) throw piece
      yield piece
    }
  }
  const response = fileResponse(
    {
      runtime: { clock },
      whenRevoked(listener) {
        revoke = listener
        return () => {}
      },
    },
    { pieces: generate(), name: 'chats.json', mediaType: 'application/json', onOver },
  )
  return { response, clock, onOver, revoke: () => revoke() }
}

test('a download is over when it is read', async () => {
  const { response, clock, onOver } = download('one ', 'two')
  expect(await response.text()).toBe('one two')
  expect(onOver).toHaveBeenCalledOnce()
  expect(clock.pending).toBe(0)
})

test('P11 a download is over when its reader leaves, its session ends, or it cannot go on', async () => {
  const left = download('one', 'two', 'three')
  await left.response.body?.cancel()
  const ended = download('one', 'two', 'three')
  ended.revoke()
  await expect(ended.response.text()).rejects.toThrow('the session has ended')
  const failed = download('one', new Error('no such table'))
  await expect(failed.response.text()).rejects.toThrow('no such table')
  for (const { onOver, clock } of [left, ended, failed]) {
    expect(onOver).toHaveBeenCalledOnce()
    expect(clock.pending).toBe(0)
  }
})

test('P11 a download that nobody reads is given up after a minute', async () => {
  const { response, clock, onOver } = download('one', 'two', 'three')
  await clock.advance(59_000)
  expect(onOver).not.toHaveBeenCalled()
  await clock.advance(2_000)
  expect(onOver).toHaveBeenCalledOnce()
  await expect(response.text()).rejects.toThrow('nobody reads it')
})
