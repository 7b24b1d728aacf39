import { expect, test, vi } from 'vitest'
import { Wakeup } from './wakeup'

/** A turn of the event loop, after which everything that could resolve has resolved. */
const aTurn = () => new Promise((resolve) => setImmediate(resolve))

test('a reader sleeps until there is news', async () => {
  const wakeup = new Wakeup()
  const awake = vi.fn<() => void>()
  void wakeup.wait().then(awake)
  await aTurn()
  expect(awake).not.toHaveBeenCalled()
  wakeup.signal()
  await aTurn()
  expect(awake).toHaveBeenCalledOnce()
})

test('a reader does not miss news that came before it slept', async () => {
  const wakeup = new Wakeup()
  wakeup.signal()
  await expect(wakeup.wait()).resolves.toBeUndefined()
})

test('a reader wakes once for many signals', async () => {
  const wakeup = new Wakeup()
  wakeup.signal()
  wakeup.signal()
  await wakeup.wait()
  const awakeAgain = vi.fn<() => void>()
  void wakeup.wait().then(awakeAgain)
  await aTurn()
  expect(awakeAgain).not.toHaveBeenCalled()
})

test('a reader wakes again and again', async () => {
  const wakeup = new Wakeup()
  for (let round = 0; round < 3; round += 1) {
    const awake = wakeup.wait()
    wakeup.signal()
    await expect(awake).resolves.toBeUndefined()
  }
})

test('a reader wakes once all news of this turn of the event loop is in', async () => {
  const wakeup = new Wakeup()
  let news = 0
  const seen = wakeup.wait().then(() => news)
  for (let piece = 0; piece < 20; piece += 1) {
    news += 1
    wakeup.signal()
    // A chain of streams hands on one piece after another like this.
    await Promise.resolve()
  }
  expect(await seen).toBe(20)
})
