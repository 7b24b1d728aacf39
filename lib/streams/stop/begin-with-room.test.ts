import { describe, expect, test, vi } from 'vitest'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import { beginWithRoom } from './begin-with-room'

const tooMany = { code: 'too_many_streams', details: { limit: 2, retryAfterSeconds: 10 } }

/** A person whose answers run somewhere, the oldest first, and how a stop of one of them ends. */
function personWith(...running: string[]) {
  const stopOf = vi.fn<(messageId: string) => Promise<CancelOutcome | undefined>>(async (id) => {
    running.splice(running.indexOf(id), 1)
    return { outcome: 'unconfirmed', messageId: id }
  })
  const begin = vi.fn<() => Promise<{ outcome: string; oldestMessageId?: string }>>(async () => {
    const [oldestMessageId = ''] = running
    if (running.length >= 2) return { outcome: 'too_many_streams', oldestMessageId }
    running.push('new')
    return { outcome: 'started' }
  })
  return { running, begin, stopOf }
}

const stopped = (messageId: string, outcome: 'cancelled' | 'already_ended') =>
  // Only the outcome counts here.
  ({ outcome, messageId }) as CancelOutcome

describe('R13 an answer that begins where its person has too many', () => {
  test('the answer begins at once where there is room', async () => {
    const { begin, stopOf } = personWith('a')
    const begun = await beginWithRoom(begin, { most: 2, cancelOldest: stopOf })
    expect(begun).toEqual({ outcome: 'started' })
    expect(stopOf).not.toHaveBeenCalled()
  })

  test('the answer is refused where none may end for it', async () => {
    const { begin } = personWith('a', 'b')
    const beginning = beginWithRoom(begin, { most: 2, cancelOldest: undefined })
    await expect(beginning).rejects.toMatchObject(tooMany)
    expect(begin).toHaveBeenCalledOnce()
  })

  test.each(['cancelled', 'already_ended'] as const)(
    'the answer begins once the oldest one has ended, as %s',
    async (outcome) => {
      const { running, begin, stopOf } = personWith('a', 'b')
      stopOf.mockImplementation(async (id) => {
        running.splice(running.indexOf(id), 1)
        return stopped(id, outcome)
      })
      await beginWithRoom(begin, { most: 2, cancelOldest: stopOf })
      expect(stopOf).toHaveBeenCalledExactlyOnceWith('a')
      expect(running).toEqual(['b', 'new'])
    },
  )

  test.each<[string, CancelOutcome | undefined]>([
    ['is not confirmed', { outcome: 'unconfirmed', messageId: 'a' }],
    ['reaches nobody', undefined],
  ])('the answer is refused where the stop of the oldest one %s', async (_, outcome) => {
    const { begin, stopOf } = personWith('a', 'b')
    stopOf.mockResolvedValue(outcome)
    const beginning = beginWithRoom(begin, { most: 2, cancelOldest: stopOf })
    await expect(beginning).rejects.toMatchObject(tooMany)
    expect(begin).toHaveBeenCalledOnce()
  })

  test('P11 the answer is refused where others take each place that was made for it', async () => {
    const { begin, stopOf } = personWith('a', 'b')
    stopOf.mockImplementation(async (id) => stopped(id, 'cancelled'))
    const beginning = beginWithRoom(begin, { most: 2, cancelOldest: stopOf })
    await expect(beginning).rejects.toMatchObject(tooMany)
    expect(stopOf).toHaveBeenCalledTimes(3)
  })
})
