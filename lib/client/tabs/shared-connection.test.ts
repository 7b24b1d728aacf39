import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { ConnectionState } from '@/lib/client/events/person-connection'
import type { PersonEvent } from '@/lib/contract/event'
import { createEventConnections } from '@/lib/testing/event-connections'
import { createFakeApi } from '@/lib/testing/fake-api'
import { shareConnection } from './shared-connection'

/** The locks of the browser, shared by all tabs: a tab waits until the lock is free or its signal aborts. */
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

/** A tab of this browser, with the events that it has heard and its states. */
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

test('a tab that comes later learns the state of the connection', async () => {
  const first = openTab()
  await vi.waitUntil(() => first.states.includes('open'))
  const second = openTab()
  await vi.waitUntil(() => second.states.length > 0)
  expect(second.states).toEqual(['open'])
  expect(connections).toHaveLength(1)
})

test('P6 the next tab goes on after the last ID when the connected tab closes', async () => {
  const [first, second, third] = [openTab(), openTab(), openTab()]
  await vi.waitUntil(() => connections.length === 1)
  connections[0]?.send('e1', deleted('c1'))
  connections[0]?.send(undefined, deleted('without an ID'))
  await vi.waitUntil(() => second.heard.length === 2 && third.heard.length === 2)
  first.close()
  await vi.waitUntil(() => connections.length === 2)
  expect(connections[0]?.aborted).toBe(true)
  expect(connections[1]?.lastEventId).toBe('e1')
  connections[1]?.send('e2', deleted('c2'))
  await vi.waitUntil(() => third.heard.length === 3)
  expect(first.heard).toEqual([deleted('c1'), deleted('without an ID')])
  expect(second.heard).toEqual([...first.heard, deleted('c2')])
})

test('P6 a tab that lost its connection goes on after the last ID, though events without one came after it', async () => {
  const tab = openTab()
  await vi.waitUntil(() => connections.length === 1)
  connections[0]?.send('e1', deleted('c1'))
  connections[0]?.send(undefined, deleted('c2'))
  await vi.waitUntil(() => tab.heard.length === 2)
  connections[0]?.breakOff()
  await vi.waitUntil(() => connections.length === 2)
  expect(connections[1]?.lastEventId).toBe('e1')
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

test('P6 tabs that cannot tell each other hear every event through their own connections', async () => {
  vi.stubGlobal('BroadcastChannel', undefined)
  const [first, second] = [openTab(), openTab()]
  await vi.waitUntil(() => connections.length === 2)
  for (const connection of connections) connection.send('e1', deleted('c1'))
  await vi.waitUntil(() => first.heard.length === 1 && second.heard.length === 1)
  for (const tab of [first, second]) expect(tab.heard).toEqual([deleted('c1')])
})

test('P6 tabs that cannot elect one read for themselves, and hear nothing twice', async () => {
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
