import { expect, test, vi } from 'vitest'
import { OpenFollows } from './open-follows'

function openMany(follows: OpenFollows, personId: string, count: number) {
  return Array.from({ length: count }, () => {
    const breakOff = vi.fn<() => void>()
    return { breakOff, leave: follows.add(personId, breakOff) }
  })
}

test('P11 the oldest follow beyond fifty is broken off once, and nobody else\u2019s is', () => {
  const follows = new OpenFollows(10)
  const [other] = openMany(follows, 'bob', 1)
  const opened = openMany(follows, 'ann', 60)
  const brokenOff = opened.map(({ breakOff }) => breakOff.mock.calls.length)
  expect(brokenOff).toEqual([...Array<number>(10).fill(1), ...Array<number>(50).fill(0)])
  expect(other?.breakOff).not.toHaveBeenCalled()
})

test('P11 a follow that ends makes room, and leaves nothing behind', () => {
  const follows = new OpenFollows(10)
  const opened = openMany(follows, 'ann', 50)
  for (const { leave } of opened.slice(0, 10)) leave()
  const more = openMany(follows, 'ann', 10)
  expect(opened.some(({ breakOff }) => breakOff.mock.calls.length > 0)).toBe(false)
  for (const { leave } of [...opened, ...more]) leave()
  expect(follows.people).toBe(0)
  // Leaving once more takes nothing from a follow that came after.
  openMany(follows, 'ann', 1)
  opened[0]?.leave()
  expect(follows.people).toBe(1)
})

test('follows have room for the responses of all sends where more than fifty may stream', () => {
  const opened = openMany(new OpenFollows(80), 'ann', 80)
  expect(opened.some(({ breakOff }) => breakOff.mock.calls.length > 0)).toBe(false)
})

test('a person is crowded when more than half of their room is taken', () => {
  const follows = new OpenFollows(10)
  openMany(follows, 'ann', 25)
  expect(follows.isCrowded('ann')).toBe(false)
  openMany(follows, 'ann', 1)
  expect(follows.isCrowded('ann')).toBe(true)
  expect(follows.isCrowded('bob')).toBe(false)
})

test('P10 nobody reads any more once the last of all people has left', async () => {
  const follows = new OpenFollows()
  await follows.none()
  const leave = ['ann', 'bob'].map((person) => follows.add(person, () => {}))
  const isOver = vi.fn<() => void>()
  const none = follows.none().then(isOver)
  leave[0]?.()
  leave[0]?.()
  await Promise.resolve()
  expect(isOver).not.toHaveBeenCalled()
  leave[1]?.()
  await none
  expect(isOver).toHaveBeenCalledOnce()
})
