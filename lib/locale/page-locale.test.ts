import { afterEach, describe, expect, test, vi } from 'vitest'
import { counted } from './counted'
import { listed } from './listed'
import { localeFor, pageLocale } from './page-locale'

/** A page in English, in a browser of this language. */
function openIn(browserLanguage: string): void {
  vi.stubGlobal('document', { documentElement: { lang: 'en' } })
  vi.stubGlobal('navigator', { language: browserLanguage })
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the locale of a page', () => {
  test.each([
    ['en', 'en-US', 'en-US'],
    ['en', 'en-GB', 'en-GB'],
    ['en', 'en', 'en-US'],
    ['en', 'de', 'en-DE'],
    ['en', 'de-CH', 'en-CH'],
    ['en', 'fr', 'en-FR'],
    ['en', 'zh-Hant', 'en-GB'],
    ['de', 'en-AT', 'de-AT'],
    ['en', 'c', 'en-GB'],
    ['de', 'c', 'de'],
    ['de', 'fr', 'de'],
  ])('the locale fits a page in %s in a browser in %s', (language, browser, locale) => {
    expect(localeFor(language, browser)).toBe(locale)
  })

  test('the locale follows the browser', () => {
    openIn('de-DE')
    expect(pageLocale()).toBe('en-DE')
    openIn('en-US')
    expect(pageLocale()).toBe('en-US')
  })
})

describe('a counted text', () => {
  const forms = { one: '{count} chat', other: '{count} chats' }

  test.each([
    [0, '0 chats'],
    [1, '1 chat'],
    [1234, '1,234 chats'],
  ])('a count of %i is the text %j', (count, text) => {
    expect(counted(count, forms)).toBe(text)
  })

  test('a counted text has its number as the browser writes it', () => {
    openIn('de-DE')
    expect(counted(1234, forms)).toBe('1.234 chats')
    expect(counted(1234, forms, '1,200')).toBe('1,200 chats')
  })
})

test('a list is one sentence, however long it is', () => {
  expect(listed(['OpenAI'])).toBe('OpenAI')
  expect(listed(['OpenAI', 'Ollama'])).toBe('OpenAI and Ollama')
  expect(listed(['OpenAI', 'Ollama', 'lab'])).toBe('OpenAI, Ollama and lab')
})
