import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { nextTurn } from './turns'

function workFor(milliseconds: number): void {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}

test('P11 long works leave the event loop free after 10 ms, however many they are', async () => {
  let over = false
  const works = Array.from({ length: 20 }, async () => {
    for (let step = 0; step < 5; step += 1) {
      await nextTurn()
      workFor(4)
    }
  })
  const all = Promise.all(works).then(() => {
    over = true
  })
  const turns: number[] = []
  for (let before = performance.now(); !over; before = performance.now()) {
    await setImmediate()
    turns.push(performance.now() - before)
  }
  await all
  // 400 ms of work take some 30 turns. With a step of every work in each, five turns would take 80 ms each.
  expect(turns.length).toBeGreaterThan(20)
  expect(turns.toSorted((a, b) => a - b)[turns.length >> 1]).toBeLessThan(25)
})

test('works that wait go on in the order in which they came', async () => {
  const order: number[] = []
  await Promise.all(
    [1, 2, 3].map(async (work) => {
      await nextTurn()
      order.push(work)
    }),
  )
  expect(order).toEqual([1, 2, 3])
})
