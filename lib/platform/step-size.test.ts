import { expect, test, vi } from 'vitest'
import { StepSize } from './step-size'

/** The sizes of steps that take so long, in milliseconds. */
function sizesOf(step: StepSize, durations: readonly number[]): number[] {
  const now = vi.spyOn(performance, 'now')
  try {
    return durations.map((took) => {
      const { size } = step
      now.mockReturnValueOnce(0).mockReturnValueOnce(took)
      expect(step.run(() => size)).toBe(size)
      return step.size
    })
  } finally {
    now.mockRestore()
  }
}

test('P11 steps grow while they are short, and shrink when one was long', () => {
  expect(sizesOf(new StepSize(4), [0, 1, 3, 5, 50, 3, 1])).toEqual([8, 16, 16, 8, 4, 4, 8])
})

test('a step never does nothing, and never more than it may', () => {
  expect(sizesOf(new StepSize(2, 5), [9, 9, 0, 0, 0])).toEqual([1, 1, 2, 4, 5])
})
