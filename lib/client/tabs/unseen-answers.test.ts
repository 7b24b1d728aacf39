import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { EndReason } from '@/lib/contract/end-reason'
import type { PersonEvent } from '@/lib/contract/event'
import type { MessageMetadata } from '@/lib/contract/message'
import { metadataOf } from '@/lib/testing/messages'
import { UnseenAnswers } from './unseen-answers'

const ends = (chatId: string, of: Partial<MessageMetadata> = {}): PersonEvent => ({
  chatId,
  messageId: `a-${chatId}`,
  cursor: 'session:9',
  chunk: { type: 'finish', finishReason: 'stop', messageMetadata: metadataOf(of) },
})

/** A tab of this browser that looks at this chat. */
function openTab(chatId?: string): UnseenAnswers {
  const unseen = new UnseenAnswers()
  onTestFinished(unseen.share())
  unseen.look(chatId)
  return unseen
}

describe('an answer that ends', () => {
  test('an ended answer is news until somebody looks at its chat', () => {
    const unseen = openTab('c1')
    const hear = vi.fn<() => void>()
    unseen.subscribe(hear)
    unseen.receive(ends('c2'))
    expect([unseen.has('c2'), unseen.count, hear.mock.calls.length]).toEqual([true, 1, 1])
    unseen.look('c2')
    expect([unseen.has('c2'), unseen.count]).toEqual([false, 0])
  })

  test('an ended answer in the chat that the person looks at is no news until they turn away', () => {
    const unseen = openTab('c1')
    unseen.receive(ends('c1'))
    expect(unseen.count).toBe(0)
    unseen.look(undefined)
    unseen.receive(ends('c1'))
    expect(unseen.count).toBe(1)
  })

  test.each<[EndReason, MessageMetadata['status'], boolean]>([
    ['stop', 'completed', true],
    ['length', 'completed', true],
    ['disconnect', 'cancelled', true],
    ['crash', 'interrupted', true],
    ['user', 'cancelled', false],
    ['superseded', 'cancelled', false],
    ['deleted', 'cancelled', false],
  ])('an answer ended by %s is news or not', (endReason, status, news) => {
    const unseen = openTab()
    unseen.receive(ends('c1', { endReason, status }))
    expect(unseen.has('c1')).toBe(news)
  })

  test('a failed answer is news, and an active one is not', () => {
    const unseen = openTab()
    const tells = (status: MessageMetadata['status']): PersonEvent => ({
      chatId: 'c1',
      messageId: 'a1',
      cursor: 'session:9',
      chunk: { type: 'message-metadata', messageMetadata: metadataOf({ status }) },
    })
    unseen.receive(tells('active'))
    expect(unseen.count).toBe(0)
    unseen.receive(tells('failed'))
    expect(unseen.count).toBe(1)
  })

  test('an ended answer is no longer news when its chat is deleted', () => {
    const unseen = openTab()
    unseen.receive(ends('c1'))
    unseen.receive({ chatDeleted: 'c1' })
    expect(unseen.count).toBe(0)
  })
})

describe('several tabs', () => {
  test('no tab has news of an answer that one of them shows, whichever hears of it first', async () => {
    const [showing, other, late] = [openTab('c1'), openTab('c2'), openTab('c3')]
    other.receive(ends('c1'))
    expect(other.has('c1')).toBe(true)
    showing.receive(ends('c1'))
    await vi.waitFor(() => {
      expect(other.has('c1')).toBe(false)
    })
    late.receive(ends('c1'))
    expect(late.has('c1')).toBe(false)
  })

  test('a tab knows that a chat was opened in another tab', async () => {
    const [one, other] = [openTab(), openTab()]
    for (const tab of [one, other]) tab.receive(ends('c1'))
    one.look('c1')
    await vi.waitFor(() => {
      expect(other.count).toBe(0)
    })
  })
})
