import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FullstopError } from '@/client/error'
import { UNDO_MS } from '@/lib/client/clock/undo-time'
import { Deletions } from './deletions'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function openDeletions() {
  const deleteChat = vi.fn<(chatId: string) => Promise<void>>().mockResolvedValue()
  const onAsked = vi.fn<() => void>()
  const onDone = vi.fn<(chatId: string) => void>()
  const deletions = new Deletions({ api: { deleteChat }, onAsked, onDone })
  const states = () => deletions.all().map(({ chatId, state }) => `${chatId} ${state}`)
  return { deletions, deleteChat, onAsked, onDone, states }
}

const unreachable = () => new FullstopError('unreachable', 'Could not reach the server.')

describe('a chat that is deleted', () => {
  test('a chat is gone for good only when nobody has changed their mind for 5 s', async () => {
    const { deletions, deleteChat, onAsked, onDone, states } = openDeletions()
    deletions.ask('c1', false)
    expect(onAsked).toHaveBeenCalledWith('c1')
    expect(states()).toEqual(['c1 waiting'])
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1)
    expect(deleteChat).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(deleteChat).toHaveBeenCalledExactlyOnceWith('c1')
    expect(onDone).toHaveBeenCalledExactlyOnceWith('c1')
    expect(states()).toEqual([])
  })

  test('a chat that is wanted back comes back, and is not deleted at the server', async () => {
    const { deletions, deleteChat, states } = openDeletions()
    deletions.ask('c1', true)
    deletions.ask('c2', false)
    deletions.forget('c1')
    expect(states()).toEqual(['c2 waiting'])
    await vi.advanceTimersByTimeAsync(UNDO_MS)
    expect(deleteChat.mock.calls).toEqual([['c2']])
  })

  test('a deletion waits while it is held, and the others do not wait with it', async () => {
    const { deletions, deleteChat } = openDeletions()
    deletions.ask('c1', false)
    deletions.ask('c2', false)
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1_000)
    deletions.hold('c1')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(deleteChat.mock.calls).toEqual([['c2']])
    deletions.letGo('c1')
    await vi.advanceTimersByTimeAsync(999)
    expect(deleteChat.mock.calls).toEqual([['c2']])
    await vi.advanceTimersByTimeAsync(1)
    expect(deleteChat.mock.calls).toEqual([['c2'], ['c1']])
    deletions.letGo('c1')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(deleteChat).toHaveBeenCalledTimes(2)
  })

  test('a held deletion is sent when the page is left', async () => {
    const { deletions, deleteChat } = openDeletions()
    deletions.ask('c1', false)
    deletions.hold('c1')
    deletions.sendAll()
    deletions.letGo('c1')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(deleteChat.mock.calls).toEqual([['c1']])
  })

  test('a deletion is sent at once when the page is left, and only once', async () => {
    const { deletions, deleteChat } = openDeletions()
    deletions.ask('c1', false)
    deletions.ask('c2', false)
    deletions.sendAll()
    deletions.sendAll()
    expect(deleteChat.mock.calls).toEqual([['c1'], ['c2']])
    await vi.advanceTimersByTimeAsync(UNDO_MS)
    expect(deleteChat).toHaveBeenCalledTimes(2)
  })

  test('a deletion that fails three times stays with its reason until that is put away', async () => {
    const { deletions, deleteChat, onDone, states } = openDeletions()
    deleteChat.mockRejectedValue(unreachable())
    deletions.ask('c1', false)
    await vi.advanceTimersByTimeAsync(UNDO_MS + 10_000)
    expect(deleteChat).toHaveBeenCalledTimes(3)
    expect(states()).toEqual(['c1 failed'])
    expect(deletions.all()[0]?.error?.message).toBe('Could not reach the server.')
    expect(onDone).not.toHaveBeenCalled()
    deletions.forget('c1')
    expect(states()).toEqual([])
  })

  test('a chat that somebody else has deleted is deleted', async () => {
    const { deletions, deleteChat, onDone, states } = openDeletions()
    deleteChat.mockRejectedValue(new FullstopError('not_found', 'There is no such chat.'))
    deletions.ask('c1', false)
    await vi.advanceTimersByTimeAsync(UNDO_MS)
    expect(onDone).toHaveBeenCalledWith('c1')
    expect(states()).toEqual([])
  })
})

test('a listener hears of each change, and the value is the same object between changes', () => {
  const { deletions } = openDeletions()
  const hear = vi.fn<() => void>()
  const leave = deletions.subscribe(hear)
  deletions.ask('c1', false)
  expect(hear).toHaveBeenCalledTimes(1)
  expect(deletions.all()).toBe(deletions.all())
  leave()
  deletions.forget('c1')
  expect(hear).toHaveBeenCalledTimes(1)
})
