import { expect, test, vi } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { ReturningReaders } from './returning-readers'

/** So many readers, and the numbers of those who were sent on, in that order. */
function readersOf(count: number) {
  const clock = createManualClock()
  const readers = new ReturningReaders(clock)
  const sent: number[] = []
  const leave = Array.from({ length: count }, (_, index) =>
    readers.whenSentOn(() => {
      sent.push(index)
    }),
  )
  return { clock, readers, sent, leave }
}

test('P10 readers are sent on a few at a time, each once', async () => {
  const { clock, readers, sent } = readersOf(60)
  let isDone = false
  const sending = readers.sendOn().then(() => {
    isDone = true
  })
  await clock.advance(0)
  expect(sent).toHaveLength(25)
  await clock.advance(50)
  expect(sent).toHaveLength(50)
  expect(isDone).toBe(false)
  await clock.advance(50)
  await sending
  expect(sent).toEqual(Array.from({ length: 60 }, (_, index) => index))
  expect(clock.pending).toBe(0)
})

test('P10 a reader who has left is not sent on', async () => {
  const { clock, readers, sent, leave } = readersOf(30)
  leave[3]?.()
  void readers.sendOn()
  await clock.advance(0)
  leave[29]?.()
  await clock.advance(50)
  expect(sent).toHaveLength(28)
  expect(sent).not.toContain(3)
  expect(sent).not.toContain(29)
})

test('P10 a reader who comes while the others are sent on is sent on at once', async () => {
  const { readers } = readersOf(0)
  await readers.sendOn()
  const late = vi.fn<() => void>()
  readers.whenSentOn(late)
  expect(late).toHaveBeenCalledOnce()
})

test('P6 where responses may not last, a reader is sent on 15 s before the end, and leaves no timer', async () => {
  const clock = createManualClock()
  const readers = new ReturningReaders(clock, 60_000)
  const [staying, leaving] = [vi.fn<() => void>(), vi.fn<() => void>()]
  readers.whenSentOn(staying)
  readers.whenSentOn(leaving)()
  await clock.advance(44_999)
  expect(staying).not.toHaveBeenCalled()
  await clock.advance(1)
  expect(staying).toHaveBeenCalledOnce()
  expect(leaving).not.toHaveBeenCalled()
  await readers.sendOn()
  expect(staying).toHaveBeenCalledOnce()
  expect(clock.pending).toBe(0)
})
