import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChatCache } from '@/lib/client/cache/chat-cache'
import type { Chat, ChatPage } from '@/lib/contract/chat'
import { testChat } from '@/lib/testing/messages'
import { foundChats, foundPageOf, listedChats, listPageOf, type ListPage } from './chat-pages'

function chat(id: string, second: number, of: Partial<Chat> = {}): Chat {
  const time = new Date(second * 1000).toISOString()
  return testChat(id, { title: id, createdAt: time, updatedAt: time, ...of })
}

const firstPage = { chats: [chat('e', 50), chat('d', 40)], nextCursor: 'after-d' }
const secondPage = { chats: [chat('c', 30), chat('b', 20)], nextCursor: 'after-b' }

/** A list that reads these pages, one after the other. */
function listOf(...read: ChatPage[]) {
  const chats = new ChatCache()
  const readPage = ({ chats: listed, pinned = [], nextCursor }: ChatPage): ListPage => {
    const askedAt = chats.ask()
    chats.takeRead([...listed, ...pinned], askedAt)
    return listPageOf({ chats: listed, nextCursor }, askedAt)
  }
  const pages = read.map(readPage)
  const listed = () => listedChats(pages, chats.all())
  return { chats, readPage, listed, ids: () => listed().map(({ id }) => id) }
}

describe('the list of chats', () => {
  it('the list has the chats of its pages, newest first, and none before a page is read', () => {
    expect(listOf(firstPage, secondPage).ids()).toEqual(['e', 'd', 'c', 'b'])
    const { chats, ids } = listOf()
    chats.take(chat('e', 50))
    expect(ids()).toEqual([])
  })

  it('the list has a new chat first', () => {
    const { chats, ids } = listOf(firstPage, secondPage)
    chats.take(chat('f', 60))
    expect(ids()).toEqual(['f', 'e', 'd', 'c', 'b'])
  })

  it('the list moves a chat that changed, across pages', () => {
    const { chats, ids } = listOf(firstPage, secondPage)
    chats.take(chat('b', 45))
    expect(ids()).toEqual(['e', 'b', 'd', 'c'])
  })

  it('the list leaves a chat with a new title in its place', () => {
    const { chats, ids, listed } = listOf(firstPage, secondPage)
    chats.take(chat('d', 40, { title: 'new title' }))
    expect(ids()).toEqual(['e', 'd', 'c', 'b'])
    expect(listed()[1]?.title).toBe('new title')
  })

  it('the list leaves the last loaded chat with a new title in its place, too', () => {
    const { chats, ids, listed } = listOf(firstPage, secondPage)
    chats.take(chat('b', 20, { title: 'new title' }))
    expect(ids()).toEqual(['e', 'd', 'c', 'b'])
    expect(listed()[3]?.title).toBe('new title')
  })

  it('the list leaves out a chat that is older than all loaded ones', () => {
    const { chats, ids } = listOf(firstPage, secondPage)
    chats.take(chat('a', 10))
    expect(ids()).toEqual(['e', 'd', 'c', 'b'])
  })

  it('the list has the oldest chat last when everything is loaded', () => {
    const { chats, ids } = listOf({ chats: [chat('e', 50)], nextCursor: null })
    chats.take(chat('a', 10))
    expect(ids()).toEqual(['e', 'a'])
  })

  it('the list drops a deleted chat, and at its next read one whose deletion it missed', () => {
    const { chats, ids, readPage } = listOf(firstPage, secondPage)
    chats.remove('e')
    expect(ids()).toEqual(['d', 'c', 'b'])
    const again = readPage({ chats: [chat('c', 30), chat('b', 20)], nextCursor: null })
    expect(listedChats([again], chats.all()).map(({ id }) => id)).toEqual(['c', 'b'])
  })

  it('the list has chats of the same time in the order of their IDs, as the server does', () => {
    const chats = [chat('b', 10), chat('a', 10)]
    expect(listOf({ chats, nextCursor: null }).ids()).toEqual(['b', 'a'])
  })
})

/** A server that tells of each change at once, and answers with a page as it was when asked for. */
function serverOf(cache: ChatCache) {
  const PAGE = 2
  const chats = new Map<string, Chat>()
  let second = 0
  const newestFirst = () =>
    [...chats.values()].toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  const put = (changed: Chat) => {
    chats.set(changed.id, changed)
    cache.take(changed)
  }
  return {
    newestFirst,
    touch: (id: string) => {
      put(chat(id, (second += 1), { pinned: chats.get(id)?.pinned ?? false }))
    },
    pin: (id: string) => {
      const known = chats.get(id)
      if (known) put({ ...known, pinned: !known.pinned })
    },
    delete: (id: string) => {
      chats.delete(id)
      cache.remove(id)
    },
    pageAfter: (last: ListPage['last']): ChatPage => {
      const rest = newestFirst().filter(({ updatedAt }) => !last || updatedAt < last.updatedAt)
      const more = rest.length > PAGE ? { nextCursor: 'more' } : { nextCursor: null }
      const pinned = last ? [] : newestFirst().filter((known) => known.pinned)
      return { chats: rest.slice(0, PAGE), pinned, ...more }
    },
  }
}

it('the list is that of the server as far as it is read, whatever happens meanwhile', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const change = fc.tuple(fc.constantFrom('touch', 'touch', 'pin', 'delete'), id)
  const reading = fc.tuple(fc.constantFrom('ask', 'answer'), id)
  fc.assert(
    fc.property(fc.array(fc.oneof(change, reading), { maxLength: 40 }), (steps) => {
      const cache = new ChatCache()
      const server = serverOf(cache)
      const pages: ListPage[] = []
      let asked: { askedAt: number; page: ChatPage } | undefined
      for (const [step, of] of steps) {
        if (step === 'touch' || step === 'pin' || step === 'delete') server[step](of)
        if (step === 'ask' && !asked && pages.at(-1)?.nextCursor !== null) {
          asked = { askedAt: cache.ask(), page: server.pageAfter(pages.at(-1)?.last) }
        }
        if (step === 'answer' && asked) {
          const { askedAt, page } = asked
          cache.takeRead([...page.chats, ...(page.pinned ?? [])], askedAt)
          pages.push(listPageOf(page, askedAt))
          asked = undefined
        }
        const end = pages.at(-1)
        const isReached = ({ updatedAt, pinned }: Chat) =>
          pinned || end?.nextCursor === null || updatedAt >= (end?.last?.updatedAt ?? '')
        const expected = end ? server.newestFirst().filter(isReached) : []
        expect(listedChats(pages, cache.all())).toEqual(expected)
      }
    }),
  )
})

describe('pinned chats', () => {
  const pinned = [chat('d', 40, { pinned: true }), chat('a', 10, { pinned: true })]

  it('a pinned chat is listed once, even if it is older than all loaded ones', () => {
    expect(listOf({ ...firstPage, pinned }, secondPage).ids()).toEqual(['e', 'd', 'c', 'b', 'a'])
  })

  it('an old pinned chat leaves the list when it is unpinned or deleted', () => {
    const unpinned = listOf({ ...firstPage, pinned })
    unpinned.chats.take(chat('a', 10))
    unpinned.chats.take(chat('d', 40))
    expect(unpinned.ids()).toEqual(['e', 'd'])
    const deleted = listOf({ ...firstPage, pinned })
    deleted.chats.remove('a')
    expect(deleted.ids()).toEqual(['e', 'd'])
  })
})

describe('found chats', () => {
  it('a found chat is shown as it is now, with its snippet, and no chat is added', () => {
    const snippet = { text: 'a hit', hits: [{ start: 2, end: 5 }] }
    const { chats } = listOf({ chats: [chat('a', 1), chat('b', 2)], nextCursor: null })
    const page = foundPageOf({ chats: [{ ...chat('a', 1), snippet }], nextCursor: null })
    chats.take(chat('a', 9, { title: 'new title' }))
    expect(foundChats([page], chats.all())).toEqual([
      { ...chat('a', 9, { title: 'new title' }), snippet },
    ])
    chats.remove('a')
    expect(foundChats([page], chats.all())).toEqual([])
  })
})
