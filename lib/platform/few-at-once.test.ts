import { expect, test } from 'vitest'
import { fewAtOnce } from './few-at-once'

test('fewAtOnce lets some work begin, and the rest in its order as that ends, also by an error', async () => {
  const inLine = fewAtOnce(2)
  const begun: number[] = []
  const works = [0, 1, 2, 3].map((number) => {
    const over = Promise.withResolvers<number>()
    const done = inLine(() => {
      begun.push(number)
      return over.promise
    })
    return { ...over, done }
  })
  const [first, second, third, fourth] = works
  expect(begun).toEqual([0, 1])
  second?.reject(new Error('failed'))
  await expect(second?.done).rejects.toThrow('failed')
  expect(begun).toEqual([0, 1, 2])
  first?.resolve(7)
  expect(await first?.done).toBe(7)
  expect(begun).toEqual([0, 1, 2, 3])
  third?.resolve(0)
  fourth?.resolve(0)
  await Promise.all([third?.done, fourth?.done])
  expect(await inLine(async () => 1)).toBe(1)
})
