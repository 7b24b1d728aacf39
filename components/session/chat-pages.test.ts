import { describe, expect, it } from 'vitest'
import type { Chat } from '@/lib/contract/chat'
import { dropChat, loadedChats, putChat, replaceChat, type ChatPages } from './chat-pages'

function chat(id: string, second: number, title = id): Chat {
  const time = new Date(second * 1000).toISOString()
  return {
    id,
    title,
    model: null,
    leafId: null,
    activeMessageId: null,
    activeSessionId: null,
    keepGoing: false,
    pinned: false,
    createdAt: time,
    updatedAt: time,
  }
}

const list: ChatPages = {
  pages: [
    { chats: [chat('e', 50), chat('d', 40)], nextCursor: 'after-d' },
    { chats: [chat('c', 30), chat('b', 20)], nextCursor: 'after-b' },
  ],
  pageParams: [undefined, 'after-d'],
}

function ids({ pages }: ChatPages): string[][] {
  return pages.map(({ chats }) => chats.map(({ id }) => id))
}

describe('putChat', () => {
  it('puts a new chat first', () => {
    expect(ids(putChat(list, chat('f', 60)))).toEqual([
      ['f', 'e', 'd'],
      ['c', 'b'],
    ])
  })

  it('moves a chat that changed, across pages', () => {
    expect(ids(putChat(list, chat('b', 45)))).toEqual([['e', 'b', 'd'], ['c']])
  })

  it('changes a chat where it stands', () => {
    const changed = putChat(list, chat('d', 40, 'new title'))
    expect(ids(changed).flat()).toEqual(ids(list).flat())
    expect(changed.pages.flatMap(({ chats }) => chats)[1]?.title).toBe('new title')
  })

  it('changes the last of all that is loaded', () => {
    const changed = putChat(list, chat('b', 20, 'new title'))
    expect(ids(changed)).toEqual(ids(list))
    expect(changed.pages[1]?.chats[1]?.title).toBe('new title')
  })

  it('leaves out what is older than all that is loaded', () => {
    expect(ids(putChat(list, chat('a', 10)))).toEqual(ids(list))
  })

  it('puts it last when everything is loaded', () => {
    const whole = { pages: [{ chats: [chat('e', 50)], nextCursor: null }], pageParams: [undefined] }
    expect(ids(putChat(whole, chat('a', 10)))).toEqual([['e', 'a']])
  })
})

describe('dropChat', () => {
  it('takes the chat out and leaves the other pages as they are', () => {
    const dropped = dropChat(list, 'e')
    expect(ids(dropped)).toEqual([['d'], ['c', 'b']])
    expect(dropped.pages[1]).toBe(list.pages[1])
  })
})

describe('what is pinned', () => {
  const pin = (of: Chat): Chat => ({ ...of, pinned: true })
  const pinnedIds = ({ pages }: ChatPages) => pages[0]?.pinned?.map(({ id }) => id)

  it('stays when it is older than all that is loaded, and is listed once when it is not', () => {
    const pinned = putChat(putChat(list, pin(chat('a', 10))), pin(chat('d', 40)))
    expect(pinnedIds(pinned)).toEqual(['d', 'a'])
    expect(ids(pinned).flat()).toEqual(ids(list).flat())
    expect(loadedChats(pinned).map(({ id }) => id)).toEqual(['e', 'd', 'c', 'b', 'a'])
  })

  it('goes when it is pinned no more, or deleted', () => {
    const pinned = putChat(putChat(list, pin(chat('a', 10))), pin(chat('d', 40)))
    expect(pinnedIds(putChat(pinned, chat('d', 40)))).toEqual(['a'])
    expect(pinnedIds(dropChat(pinned, 'a'))).toEqual(['d'])
  })
})

describe('replaceChat', () => {
  it('changes what was found where it stands, with its snippet, and adds nothing', () => {
    const snippet = { text: 'a hit', hits: [{ start: 2, end: 5 }] }
    const found = {
      pages: [{ chats: [{ ...chat('a', 1), snippet }], nextCursor: null }],
      pageParams: [undefined],
    }
    const renamed = replaceChat(found, chat('a', 9, 'new title'))
    expect(renamed.pages[0]?.chats).toEqual([{ ...chat('a', 9, 'new title'), snippet }])
    expect(replaceChat(found, chat('b', 9))).toEqual(found)
  })
})
