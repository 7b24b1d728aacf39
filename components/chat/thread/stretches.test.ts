import { describe, expect, test } from 'vitest'
import { viewOf, type AnswerView } from '@/lib/client/thread/answer-view'
import { testAnswer, testQuestion } from '@/lib/testing/messages'
import { stretchesOf, type Stretch } from './stretches'

/** The messages with these numbers, each with the one before it as its parent. `to` is excluded. */
function messages(from: number, to: number): AnswerView[] {
  return Array.from({ length: to - from }, (_, index) => {
    const number = from + index
    const parentId = number === 0 ? null : `m${number - 1}`
    return viewOf(testQuestion(`m${number}`, `Message ${number}`, { parentId }))
  })
}

const idsIn = (stretches: readonly Stretch[]) =>
  stretches.map(({ views }) => views.map(({ message }) => message.id))
const lengthsOf = (stretches: readonly Stretch[]) => stretches.map(({ views }) => views.length)

describe('the stretches of a thread', () => {
  test('the stretches have all messages of the thread, in their order', () => {
    const stretches = stretchesOf(messages(0, 45))
    expect(lengthsOf(stretches)).toEqual([20, 20, 5])
    expect(idsIn(stretches).flat()).toEqual(messages(0, 45).map(({ message }) => message.id))
    expect(new Set(stretches.map(({ key }) => key)).size).toBe(3)
  })

  test('a thread without messages has no stretches', () => {
    expect(stretchesOf([])).toEqual([])
  })

  test('a stretch stays the same object when a message of another stretch changes', () => {
    const views = messages(0, 45)
    const before = stretchesOf(views)
    const changed = viewOf(testQuestion('m44', 'Changed', { parentId: 'm43' }))
    const after = stretchesOf(views.with(44, changed), before)
    expect(after.map((stretch, index) => stretch === before[index])).toEqual([true, true, false])
  })

  test('a stretch stays the same object when messages come before it', () => {
    const later = messages(17, 60)
    const before = stretchesOf(later)
    const after = stretchesOf([...messages(0, 17), ...later], before)
    expect(lengthsOf(after)).toEqual([17, 20, 20, 3])
    expect(after.slice(1)).toEqual(before)
    expect(after[1]).toBe(before[0])
  })

  test('a stretch keeps its place when another version of a message comes', () => {
    const views = messages(0, 25)
    const before = stretchesOf(views)
    const version = viewOf(testAnswer('other', 'Other', { status: 'completed', parentId: 'm19' }))
    const after = stretchesOf([...views.slice(0, 20), version], before)
    expect(after[0]).toBe(before[0])
    expect(after[1]?.key).toBe(before[1]?.key)
    expect(idsIn(after)[1]).toEqual(['other'])
  })

  test('a stretch that loses messages has only those that are left', () => {
    const views = messages(0, 10)
    expect(idsIn(stretchesOf(views.slice(0, 4), stretchesOf(views)))).toEqual([
      ['m0', 'm1', 'm2', 'm3'],
    ])
  })
})
