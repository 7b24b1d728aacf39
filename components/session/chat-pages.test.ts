import { describe, expect, it } from 'vitest'
import type { Chat } from '@/lib/contract/chat'
import { dropChat, putChat, type ChatPages } from './chat-pages'

function chat(id: string, second: number, title = id): Chat {
  const time = new Date(second * 1000).toISOString()
  return {
    id,
    title,
    model: null,
    leafId: null,
    activeMessageId: null,
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
