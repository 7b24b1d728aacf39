import { beforeEach, expect, test } from 'vitest'
import { createMemoryStorage } from '@/lib/testing/memory-storage'
import { PersonStorage } from './person-storage'

let account: string | null
let storage: Storage
let texts: PersonStorage

beforeEach(() => {
  account = null
  storage = createMemoryStorage()
  texts = new PersonStorage(
    () => storage,
    () => account,
  )
})

/** Signs in as the sign-in page does. */
function signIn(accountId: string) {
  const before = account
  account = accountId
  texts.signedIn(accountId, before)
}

test('P12 a text comes back for the person who wrote it, and for nobody else who signs in', () => {
  signIn('ann')
  texts.setItem('draft.c1', 'of Ann')
  account = null
  expect(texts.getItem('draft.c1')).toBeNull()
  signIn('ann')
  expect(texts.getItem('draft.c1')).toBe('of Ann')
  signIn('bob')
  expect(texts.getItem('draft.c1')).toBeNull()
  expect(texts.names('')).toEqual([])
  signIn('ann')
  expect(texts.getItem('draft.c1')).toBeNull()
  expect(storage.length).toBe(0)
})

test('a guest’s text moves into their account, after the text that is there', () => {
  signIn('ann')
  texts.setItem('draft.new', 'first')
  account = null
  texts.setItem('draft.new', 'second')
  texts.setItem('draft.c2', 'elsewhere')
  signIn('ann')
  expect(texts.getItem('draft.new')).toBe('first\n\nsecond')
  expect(texts.names('draft.').toSorted()).toEqual(['draft.c2', 'draft.new'])
})

test('an earlier text is hidden until it is known who comes back from signing in elsewhere', () => {
  signIn('ann')
  texts.setItem('draft.c1', 'of Ann')
  account = ''
  expect(texts.getItem('draft.c1')).toBeNull()
  texts.setItem('draft.new', 'since')
  signIn('ann')
  expect(texts.getItem('draft.c1')).toBe('of Ann')
  expect(texts.getItem('draft.new')).toBe('since')
})

test('a text that the browser cannot keep counts as lost with the page, until it is removed', () => {
  storage = createMemoryStorage({ full: true })
  expect(() => {
    texts.setItem('draft.c1', 'long')
  }).toThrow('full')
  expect(texts.losesTexts).toBe(true)
  texts.removeItem('draft.c1')
  expect(texts.losesTexts).toBe(false)
})

test('a person who deletes everything leaves no text behind', () => {
  texts.setItem('draft.c1', 'mine')
  texts.clear()
  expect(storage.length).toBe(0)
})

test('a browser without storage has no names, and signing in does not fail', () => {
  texts = new PersonStorage(
    () => {
      throw new Error('forbidden')
    },
    () => account,
  )
  expect(texts.names('')).toEqual([])
  expect(() => {
    signIn('ann')
  }).not.toThrow()
})
