import { expect, test } from 'vitest'
import { PersonStorage } from '@/lib/client/browser/person-storage'
import { createMemoryStorage } from '@/lib/testing/memory-storage'
import { newQuestion, newTurn } from './new-turn'
import { Outbox } from './outbox'

const tabOf = (storage: Storage, account: string | null = null) =>
  new Outbox(
    new PersonStorage(
      () => storage,
      () => account,
    ),
  )

const question = { ...newTurn('c1', undefined), ...newQuestion('Hello?'), parentId: null }

test('a text that is on its way is found by the next page, and not by this one', () => {
  const storage = createMemoryStorage()
  const outbox = tabOf(storage)
  outbox.keep(question, true)
  expect(outbox.left()).toEqual([])
  const { assistantMessageId: answerId } = question
  const sent = { chatId: 'c1', answerId, text: 'Hello?', beginsChat: true }
  expect(tabOf(storage).left()).toEqual([sent])
  expect(tabOf(storage, 'ann').left()).toEqual([])
  outbox.forget(answerId)
  expect(tabOf(storage).left()).toEqual([])
})

test('an edit is kept with its question, and a turn without a text is not kept', () => {
  const storage = createMemoryStorage()
  const turn = newTurn('c1', undefined)
  tabOf(storage).keep({ ...turn, ...newQuestion('Anew?'), messageId: 'q1' }, false)
  tabOf(storage).keep(
    { ...newTurn('c1', undefined), trigger: 'regenerate-message', messageId: 'a1' },
    false,
  )
  expect(tabOf(storage).left()).toMatchObject([{ text: 'Anew?', editOf: 'q1', beginsChat: false }])
})

test('an entry that cannot be read is ignored, and a full storage refuses no send', () => {
  const storage = createMemoryStorage()
  storage.setItem('fullstop.typed.guest/sending.a1', '{')
  storage.setItem('fullstop.typed.guest/sending.a2', '{"text":1}')
  expect(tabOf(storage).left()).toEqual([])
  expect(() => {
    tabOf(createMemoryStorage({ full: true })).keep(question, true)
  }).not.toThrow()
})
