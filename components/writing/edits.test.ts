import { expect, test, vi } from 'vitest'
import { createMemoryStorage } from '@/lib/testing/memory-storage'
import { Edits } from './edits'

const edit = (questionId: string, text: string) => ({ questionId, text, fromComposer: false })

test('a chat has one edit at a time, with its text so far', () => {
  const edits = new Edits()
  edits.begin('c1', edit('q1', 'Hello'))
  edits.begin('c2', edit('q9', 'Elsewhere'))
  edits.change('c1', 'Hello there')
  expect(edits.of('c1', 'q1')).toEqual(edit('q1', 'Hello there'))
  expect(edits.of('c1', 'q2')).toBeUndefined()
  edits.begin('c1', edit('q2', 'And now?'))
  expect(edits.of('c1', 'q1')).toBeUndefined()
  edits.end('c1')
  expect(edits.of('c1', 'q2')).toBeUndefined()
  expect(edits.of('c2', 'q9')).toEqual(edit('q9', 'Elsewhere'))
})

test('a change in a chat without an edit makes no edit', () => {
  const edits = new Edits()
  edits.change('c1', 'x')
  expect(edits.of('c1', 'q1')).toBeUndefined()
})

test('a listener is told of each change until it leaves', () => {
  const edits = new Edits()
  const listener = vi.fn<() => void>()
  const leave = edits.subscribe(listener)
  edits.begin('c1', edit('q1', 'Hello'))
  edits.change('c1', 'Hello there')
  edits.end('c1')
  expect(listener).toHaveBeenCalledTimes(3)
  leave()
  edits.end('c1')
  expect(listener).toHaveBeenCalledTimes(3)
})

test('an edit is there again after a reload, and gone once it has ended', () => {
  const storage = createMemoryStorage()
  const edits = new Edits(() => storage)
  edits.begin('c1', { ...edit('q1', 'Hello'), fromComposer: true })
  edits.change('c1', 'Hello there')
  const reloaded = new Edits(() => storage)
  expect(reloaded.of('c1', 'q1')).toEqual(edit('q1', 'Hello there'))
  reloaded.end('c1')
  expect(new Edits(() => storage).of('c1', 'q1')).toBeUndefined()
  storage.setItem('edit.c1', '{"text":7}')
  expect(new Edits(() => storage).of('c1', 'q1')).toBeUndefined()
})
