import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { ConnectionState } from '@/lib/client/events/person-connection'
import type { PersonEvent } from '@/lib/contract/event'
import { createEventConnections } from '@/lib/testing/event-connections'
import { createFakeApi } from '@/lib/testing/fake-api'
import { shareConnection } from './shared-connection'

/** The browser's locks, for all tabs: who asks waits until it is free or does not want it any more. */
function createLocks() {
  let queue = Promise.resolve()
  return {
    request(_name: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>) {
      const turn = queue.then(() => {
        signal.throwIfAborted()
        return work()
      })
      queue = turn.catch(() => {})
      return turn
    },
  }
}

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: createLocks() })
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
})

const { events, connections } = createEventConnections()

beforeEach(() => {
  connections.length = 0
})

/** A tab of this browser: what it has heard, and its state. */
function openTab() {
  const heard: PersonEvent[] = []
  const states: ConnectionState[] = []
  const close = shareConnection({
    api: createFakeApi({ events }),
    onEvent: (event) => heard.push(event),
    onState: (state) => states.push(state),
  })
  onTestFinished(close)
  return { heard, states, close }
}

const deleted = (chatDeleted: string): PersonEvent => ({ chatDeleted })

test('P6 all tabs share one connection and hear every event once', async () => {
  const [first, second] = [openTab(), openTab()]
  await vi.waitUntil(() => connections.length === 1)
  connections[0]?.send('e1', deleted('c1'))
  connections[0]?.send('e2', deleted('c2'))
  await vi.waitUntil(() => second.heard.length === 2)
  for (const tab of [first, second]) {
    expect(tab.heard).toEqual([deleted('c1'), deleted('c2')])
    expect(tab.states.at(-1)).toBe('open')
  }
  expect(connections).toHaveLength(1)
})

test('a tab that comes later learns how the connection is', async () => {
  const first = openTab()
  await vi.waitUntil(() => first.states.includes('open'))
  const second = openTab()
  await vi.waitUntil(() => second.states.length > 0)
  expect(second.states).toEqual(['open'])
  expect(connections).toHaveLength(1)
})

test('P6 when the tab that holds the connection closes, the next goes on after the last event', async () => {
  const [first, second, third] = [openTab(), openTab(), openTab()]
  await vi.waitUntil(() => connections.length === 1)
  connections[0]?.send('e1', deleted('c1'))
  await vi.waitUntil(() => second.heard.length === 1 && third.heard.length === 1)
  first.close()
  await vi.waitUntil(() => connections.length === 2)
  expect(connections[0]?.aborted).toBe(true)
  expect(connections[1]?.lastEventId).toBe('e1')
  connections[1]?.send('e2', deleted('c2'))
  await vi.waitUntil(() => third.heard.length === 2)
  expect(first.heard).toEqual([deleted('c1')])
  expect(second.heard).toEqual([deleted('c1'), deleted('c2')])
})

test('a tab that closes while it waits leaves the others alone', async () => {
  const [first, second, third] = [openTab(), openTab(), openTab()]
  await vi.waitUntil(() => connections.length === 1)
  second.close()
  first.close()
  await vi.waitUntil(() => connections.length === 2)
  connections[1]?.send('e1', deleted('c1'))
  await vi.waitUntil(() => third.heard.length === 1)
  expect(second.heard).toEqual([])
  expect(connections).toHaveLength(2)
})

test('P6 where tabs cannot tell each other, each hears every event by itself', async () => {
  vi.stubGlobal('BroadcastChannel', undefined)
  const [first, second] = [openTab(), openTab()]
  await vi.waitUntil(() => connections.length === 2)
  for (const connection of connections) connection.send('e1', deleted('c1'))
  await vi.waitUntil(() => first.heard.length === 1 && second.heard.length === 1)
  for (const tab of [first, second]) expect(tab.heard).toEqual([deleted('c1')])
})

test('P6 where none can be elected, each reads for itself and hears nothing twice', async () => {
  vi.stubGlobal('navigator', {
    locks: { request: () => Promise.reject(new DOMException('No.', 'SecurityError')) },
  })
  vi.stubGlobal('localStorage', undefined)
  const [first, second] = [openTab(), openTab()]
  await vi.waitUntil(() => connections.length === 2)
  for (const connection of connections) connection.send('e1', deleted('c1'))
  await vi.waitUntil(() => first.heard.length > 0 && second.heard.length > 0)
  connections[0]?.send('e2', deleted('c2'))
  await vi.waitUntil(() => first.heard.length === 2)
  expect(first.heard).toEqual([deleted('c1'), deleted('c2')])
  expect(second.heard).toEqual([deleted('c1')])
})
