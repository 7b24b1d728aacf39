import { describe, expect, test } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { dropBody } from './drop-body'

const MB = 1024 * 1024

/** A body of this many megabytes, which come one at a time, and how it goes on after the last. */
function bodyOf(megabytes: number, last: 'ends' | 'hangs' | 'breaks off') {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent < megabytes) controller.enqueue(new Uint8Array(MB))
      else if (last === 'ends') controller.close()
      else if (last === 'breaks off') controller.error(new Error('aborted'))
      sent += 1
    },
  })
  return { body, sent: () => sent }
}

describe('a body that nobody wants', () => {
  test('a dropped body is read to its end, so that its client comes to read the answer', async () => {
    const clock = createManualClock()
    for (const last of ['ends', 'breaks off'] as const) {
      const { body } = bodyOf(10, last)
      expect(await dropBody(body, clock)).toBe(true)
    }
    expect(clock.pending).toBe(0)
  })

  test('a dropped body is waited for a second, and no longer', async () => {
    const clock = createManualClock()
    let came: boolean | undefined
    const dropping = dropBody(bodyOf(1, 'hangs').body, clock).then((ended) => (came = ended))
    await clock.advance(999)
    expect(came).toBeUndefined()
    await clock.advance(1)
    expect(await dropping).toBe(false)
    expect(clock.pending).toBe(0)
  })

  test('a dropped body without an end is given up', async () => {
    const { body, sent } = bodyOf(1_000, 'ends')
    expect(await dropBody(body, createManualClock())).toBe(false)
    expect(sent()).toBeLessThanOrEqual(18)
  })
})
