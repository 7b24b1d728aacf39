import { expect, test, vi } from 'vitest'
import { Wakeup } from './wakeup'

/** A turn of the event loop: what could resolve has resolved. */
const aTurn = () => new Promise((resolve) => setImmediate(resolve))

test('sleeps until there is news', async () => {
  const wakeup = new Wakeup()
  const awake = vi.fn<() => void>()
  void wakeup.wait().then(awake)
  await aTurn()
  expect(awake).not.toHaveBeenCalled()
  wakeup.signal()
  await aTurn()
  expect(awake).toHaveBeenCalledOnce()
})

test('does not miss news that came before it slept', async () => {
  const wakeup = new Wakeup()
  wakeup.signal()
  await expect(wakeup.wait()).resolves.toBeUndefined()
})

test('takes many signals for one', async () => {
  const wakeup = new Wakeup()
  wakeup.signal()
  wakeup.signal()
  await wakeup.wait()
  const awakeAgain = vi.fn<() => void>()
  void wakeup.wait().then(awakeAgain)
  await aTurn()
  expect(awakeAgain).not.toHaveBeenCalled()
})

test('wakes again and again', async () => {
  const wakeup = new Wakeup()
  for (let round = 0; round < 3; round += 1) {
    const awake = wakeup.wait()
    wakeup.signal()
    await expect(awake).resolves.toBeUndefined()
  }
})

test('wakes once the news of this turn of the event loop is all in', async () => {
  const wakeup = new Wakeup()
  let news = 0
  const seen = wakeup.wait().then(() => news)
  for (let piece = 0; piece < 20; piece += 1) {
    news += 1
    wakeup.signal()
    // As a chain of streams hands on one piece after the other.
    await Promise.resolve()
  }
  expect(await seen).toBe(20)
})
