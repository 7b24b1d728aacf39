import { describe, expect, test } from 'vitest'
import type { MessagePart } from '@/lib/contract/message'
import { searchWords } from '@/lib/db/search-words'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import type { OpenEmpty } from './open-empty'

/** The promises of a search, also about whose messages it finds. */
export function describeSearch(open: OpenEmpty): void {
  /** Chats of `ann`, by ID, each with one answer that has this text. */
  async function openAnswered(texts: Record<string, string>, owner = 'ann') {
    const database = await open()
    const add = async (chat: string, text: string, now: number, ownerId = owner) => {
      const answer = `a-${chat}`
      const start = { owner: ownerId, chat, question: `q-${chat}`, answer, now }
      await database.streams.begin(answerStart(start))
      await database.streams.end(answerEnd(answer, text, now))
    }
    for (const [index, [chat, text]] of Object.entries(texts).entries()) {
      await add(chat, text, 1_000 + index)
    }
    const search = async (query: string, person = 'ann') => {
      const found = await database.chats.search(person, { words: searchWords(query), limit: 50 })
      return found.map(({ chat }) => chat.id)
    }
    return { ...database, add, search }
  }

  describe('P11 a search', () => {
    test('a search finds the newest message of a chat that has all the words', async () => {
      const { chats, streams, add } = await openAnswered({ chat: 'stop at first' })
      await add('other', 'no such word', 2_000)
      // Later, whatever the clock says.
      const turn = { chat: 'chat', question: 'q2', parent: 'a-chat', answer: 'zzz', now: 1 }
      await streams.begin(answerStart(turn))
      await streams.end(answerEnd('zzz', 'stop at last', 1))
      const [found] = await chats.search('ann', { words: ['stop', 'at'], limit: 5 })
      expect(found?.text).toBe('stop at last')
    })
  })

  describe('P12 a search', () => {
    test('a search never finds a message of somebody else, whatever the index knows', async () => {
      const { search, add, sql } = await openAnswered({ mine: 'a secret of ann' })
      await add('theirs', 'a secret of bob', 5_000, 'bob')
      // Such a row cannot be: a message of bob in a chat of ann. Neither of them may find it.
      await sql(
        `INSERT INTO messages (id, chat_id, owner_id, role, parts, status, text_length, created_at)
         VALUES ('odd', 'mine', 'bob', 'user', ?, 'completed', 0, 1)`,
        JSON.stringify([{ type: 'text', text: 'oddly placed, oh' }]),
      )
      expect(await search('secret')).toEqual(['mine'])
      expect(await search('secret', 'bob')).toEqual(['theirs'])
      expect(await search('of', 'bob')).toEqual(['theirs'])
      for (const query of ['placed', 'oh']) {
        expect(await search(query)).toEqual([])
        expect(await search(query, 'bob')).toEqual([])
      }
    })
  })

  describe('a search', () => {
    test.each([
      ['Punct', ['english']],
      ['nctuatio', ['english']],
      ['END punctuation', ['english']],
      ['punctuation missing', []],
      ['grüße', ['german']],
      ['GRUSSE', []],
      ['munchen', ['german']],
      ['MÜNCHEN', ['german']],
      ['gruß', ['german']],
      ['天安门', ['chinese']],
      ['北京', ['chinese']],
      ['爱', ['chinese']],
      ['하세', ['korean']],
      ['안녕', ['korean']],
      ['안녕 여러분', ['korean']],
      ['hello 안녕', []],
      ['ガス', ['japanese']],
      ['が', ['japanese']],
      ['ΔΡΌΜΟΣ', ['greek']],
      ['👍', ['emoji']],
      ['🏽', ['emoji']],
      ['thumbs 👍', ['emoji']],
      ['C++', ['code']],
      ['c#', ['code']],
      ['i=0;', ['code']],
      ['"quoted"', ['code']],
      [String.raw`\d`, ['code']],
      ['100%', ['code']],
      ['1_0', []],
      ['x'.repeat(200), []],
      ['the '.repeat(50), ['english']],
    ])('a search for %j finds the messages that have it', async (query, found) => {
      const { search } = await openAnswered({
        english: 'The stop that ends: punctuation',
        german: 'Grüße aus München',
        chinese: '我爱北京天安门',
        korean: '안녕하세요 여러분',
        japanese: 'hello ガスが',
        greek: 'ο δρόμος',
        emoji: 'two thumbs 👍🏽 up',
        code: String.raw`for (i=0;;) in C++, C# says "quoted" \d 100%`,
      })
      expect(await search(query)).toEqual(found)
    })

    test.each([
      'NEAR(stop end)',
      'stop NOT end',
      'stop*',
      '-stop',
      'text:stop',
      '{text}:stop',
      '^stop',
      '"stop',
      "st'op",
      'stop"',
      '(stop',
      'stop) OR (',
      '[stop]',
      'stop;--',
    ])('%j is no syntax, and is searched for as it is', async (query) => {
      const { search } = await openAnswered({
        plain: 'stop near the end',
        exact: `say ${query} so`,
      })
      expect(await search(query)).toEqual(['exact'])
    })

    test.each(['"', '***', '%', '_', '--', '=>', '()', '\\', '…'])(
      '%j is found where it stands, though it is no word',
      async (query) => {
        const { search } = await openAnswered({
          plain: 'stop near the end',
          exact: `say ${query} so`,
        })
        expect(await search(query)).toEqual(['exact'])
      },
    )

    test.each(['', '  ', '\u0308', '\u0301 \u0308'])('%j has no words to search for', (query) => {
      expect(searchWords(query)).toEqual([])
    })

    test('a chat is found by its newest title, too, without case and accents', async () => {
      const { chats, search } = await openAnswered({ c1: 'one', c2: 'two' })
      await chats.update('ann', 'c1', { title: 'Über Bäume' }, 9)
      expect(await search('uber BAUME')).toEqual(['c1'])
      expect(await search('üb')).toEqual(['c1'])
      expect(await search('title')).toEqual(['c2'])
      await chats.delete('ann', 'c1', 9)
      expect(await search('uber')).toEqual([])
    })

    test('the chats that are found come newest first, page by page, with the text of the hit', async () => {
      const names = Array.from({ length: 130 }, (_, index) => `c${String(index).padStart(3, '0')}`)
      const { chats } = await openAnswered(
        Object.fromEntries(names.map((name) => [name, `a needle in ${name}, ja`])),
      )
      for (const words of [['needle'], ['ja'], ['needle', 'ja']]) {
        const seen: string[] = []
        let after: { updatedAt: number; id: string } | undefined
        do {
          const page = await chats.search('ann', { words, limit: 30, ...(after && { after }) })
          seen.push(...page.map(({ chat }) => chat.id))
          expect(page[0]?.text).toBe(page[0] && `a needle in ${page[0].chat.id}, ja`)
          after = page.at(-1)?.chat
        } while (after)
        expect(seen).toEqual(names.toReversed())
      }
    })
  })

  describe('an answer', () => {
    const text = (of: string): MessagePart => ({ type: 'text', text: of, state: 'done' })

    test('an answer that was stopped is found by the text it kept, and by both parts once it went on', async () => {
      const { streams, search } = await openAnswered({})
      await streams.begin(answerStart())
      await streams.saveChunks([
        { sessionId: 'session-a1', position: 1, part: 0, kind: 'text', text: 'kept, but dropped' },
      ])
      await streams.end({ ...answerEnd('a1', 'kept, b'), status: 'cancelled', reason: 'user' })
      expect(await search('kept')).toEqual(['c1'])
      expect(await search('dropped')).toEqual([])
      await streams.beginAgain({
        ownerId: 'ann',
        processId: 'p1',
        messageId: 'a1',
        model: 'test/model',
        leftOut: 0,
        sessionId: 'session-again',
        now: 3_000,
        monotonicNow: 3_000,
        most: 10,
      })
      expect(await search('kept')).toEqual(['c1'])
      const parts = [text('kept, b'), text('ut continued')]
      await streams.end({ ...answerEnd('a1'), sessionId: 'session-again', parts })
      for (const query of ['kept', 'continued', 'but', 'bu'])
        expect(await search(query)).toEqual(['c1'])
    })
  })

  describe('the index', () => {
    test('the index finds the chats of a guest for the account that they moved to', async () => {
      const { accounts, search } = await openAnswered({ c1: 'needle, ja' })
      await accounts.moveAll('ann', 'bob')
      for (const query of ['needle', 'ja']) {
        expect(await search(query)).toEqual([])
        expect(await search(query, 'bob')).toEqual(['c1'])
      }
    })

    test('the index finds what an account had, took over and wrote since, and what the guest wrote since', async () => {
      const { accounts, chats, search, add, streams } = await openAnswered({
        c0: 'a needle taken over',
        c1: 'needle at first',
      })
      await add('c2', 'a needle of bob', 2_000, 'bob')
      await accounts.moveAll('ann', 'bob')
      await add('c3', 'a needle since', 3_000, 'bob')
      await streams.begin(
        answerStart({
          owner: 'bob',
          chat: 'c1',
          question: 'q',
          parent: 'a-c1',
          answer: 'a',
          now: 4_000,
        }),
      )
      await streams.end(answerEnd('a', 'needle at last', 4_000))
      await add('c4', 'a needle of the guest', 5_000)
      const found = await chats.search('bob', { words: ['needle'], limit: 5 })
      expect(found.map(({ chat, text }) => [chat.id, text])).toEqual([
        ['c1', 'needle at last'],
        ['c3', 'a needle since'],
        ['c2', 'a needle of bob'],
        ['c0', 'a needle taken over'],
      ])
      expect(await search('needle')).toEqual(['c4'])
    })
  })
}
