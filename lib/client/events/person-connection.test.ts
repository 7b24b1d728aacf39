import { setMaxListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Api } from '@/client/api'
import { FullstopError } from '@/client/error'
import type { PersonEvent } from '@/lib/contract/event'
import { createEventConnections, type EventConnection } from '@/lib/testing/event-connections'
import { createFakeApi } from '@/lib/testing/fake-api'
import { keepReadingEvents, type ConnectionState } from './person-connection'

const SECOND = 1_000
const settle = () => vi.advanceTimersByTimeAsync(0)

/** Longer than the first wait between two attempts. */
const soon = () => vi.advanceTimersByTimeAsync(SECOND)

let page: EventTarget

beforeEach(() => {
  vi.useFakeTimers()
  page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
})
afterEach(() => {
  vi.useRealTimers()
})

function connect(answers: Partial<Api> = {}) {
  const { events, connections } = createEventConnections()
  const api = createFakeApi({ events, ...answers })
  const closed = new AbortController()
  const heard: PersonEvent[] = []
  const states: ConnectionState[] = []
  let lastEventId: string | undefined
  const over = keepReadingEvents({
    api,
    signal: closed.signal,
    lastEventId: () => lastEventId,
    onEvent(id, event) {
      lastEventId = id ?? lastEventId
      heard.push(event)
    },
    onState: (state) => states.push(state),
  })
  return { connections, heard, states, over, close: () => closed.abort() }
}

const deleted = (chatDeleted: string): PersonEvent => ({ chatDeleted })

describe('the connection of a person', () => {
  test('the connection passes on the events, and tells its state', async () => {
    const { connections, heard, states, close, over } = connect()
    expect(states).toEqual(['connecting'])
    await settle()
    connections[0]?.send('e1', deleted('c1'))
    connections[0]?.send('e2', deleted('c2'))
    await settle()
    expect(heard).toEqual([deleted('c1'), deleted('c2')])
    expect(states).toEqual(['connecting', 'open'])
    close()
    await over
    expect(connections[0]?.aborted).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each(['end', 'breakOff'] as const)(
    'P6 the connection goes on after the last event when it was lost by %s',
    async (how) => {
      const { connections, heard, states, close } = connect()
      await settle()
      expect(connections[0]?.lastEventId).toBeUndefined()
      connections[0]?.send('e1', deleted('c1'))
      await settle()
      connections[0]?.[how]()
      await settle()
      expect(states.at(-1)).toBe('lost')
      await soon()
      expect(connections[1]?.lastEventId).toBe('e1')
      expect(states.at(-1)).toBe('open')
      connections[1]?.send('e2', deleted('c2'))
      await settle()
      expect(heard).toEqual([deleted('c1'), deleted('c2')])
      close()
    },
  )

  test('P6 the connection is made again at once, and is not lost, where it ended after a while', async () => {
    const { connections, heard, states, close } = connect()
    await settle()
    connections[0]?.send('e1', deleted('c1'))
    await vi.advanceTimersByTimeAsync(5 * SECOND)
    connections[0]?.end()
    await settle()
    expect(connections[1]?.lastEventId).toBe('e1')
    connections[1]?.send('e2', deleted('c2'))
    await settle()
    expect(heard).toEqual([deleted('c1'), deleted('c2')])
    expect(new Set(states)).toEqual(new Set(['connecting', 'open']))
    close()
  })

  test('the connection waits after its end where it broke off, or the server asks for that', async () => {
    const { connections, states, close } = connect()
    await vi.advanceTimersByTimeAsync(5 * SECOND)
    connections[0]?.breakOff()
    await settle()
    expect([states.at(-1), connections.length]).toEqual(['lost', 1])
    await soon()
    connections[1]?.retry(20_000)
    await vi.advanceTimersByTimeAsync(5 * SECOND)
    connections[1]?.end()
    await soon()
    expect([states.at(-1), connections.length]).toEqual(['lost', 2])
    close()
  })

  test('the connection waits longer and longer while the server is gone', async () => {
    const events = vi.fn<Api['events']>(() => Promise.reject(new FullstopError('unreachable', 'x')))
    const { close, over } = connect({ events })
    await vi.advanceTimersByTimeAsync(60 * SECOND)
    const attempts = events.mock.calls.length
    expect(attempts).toBeGreaterThan(6)
    expect(attempts).toBeLessThan(20)
    close()
    await over
    expect(vi.getTimerCount()).toBe(0)
  })

  test('the connection is tried again at once when the browser is online again', async () => {
    const events = vi.fn<Api['events']>(() => Promise.reject(new FullstopError('unreachable', 'x')))
    const { close } = connect({ events })
    await vi.advanceTimersByTimeAsync(60 * SECOND)
    const attempts = events.mock.calls.length
    page.dispatchEvent(new Event('online'))
    await settle()
    expect(events).toHaveBeenCalledTimes(attempts + 1)
    close()
  })

  test('the connection is made again when the network goes, which it would not notice itself', async () => {
    const { connections, states, close, over } = connect()
    await settle()
    expect(states).toEqual(['connecting', 'open'])
    page.dispatchEvent(new Event('offline'))
    await settle()
    expect(states.at(-1)).toBe('lost')
    await soon()
    expect([states.at(-1), connections.length]).toEqual(['open', 2])
    close()
    await over
    page.dispatchEvent(new Event('offline'))
    expect(states.at(-1)).toBe('open')
  })

  test('the connection gives up a cursor that the server refuses', async () => {
    const { events: open, connections } = createEventConnections()
    const events = vi.fn<Api['events']>((signal, lastEventId) =>
      lastEventId === 'e1'
        ? Promise.reject(new FullstopError('bad_request', 'The cursor is not valid.'))
        : open(signal, lastEventId),
    )
    const { states, close } = connect({ events })
    await settle()
    connections.at(-1)?.send('e1', deleted('c1'))
    await settle()
    connections.at(-1)?.breakOff()
    await soon()
    await soon()
    await soon()
    expect(events.mock.calls.map(([, lastEventId]) => lastEventId)).toEqual([
      undefined,
      'e1',
      undefined,
    ])
    expect(states.at(-1)).toBe('open')
    close()
  })

  test('a connection that is silent for 40 s is lost, and is opened again', async () => {
    const { connections, states, close } = connect()
    await vi.advanceTimersByTimeAsync(40 * SECOND)
    expect(states).toEqual(['connecting', 'open'])
    await vi.advanceTimersByTimeAsync(6 * SECOND)
    expect(connections[0]?.aborted).toBe(true)
    expect(connections).toHaveLength(2)
    expect(states).toEqual(['connecting', 'open', 'lost', 'open'])
    close()
  })

  test('P11 the connection waits as long as the server asks, once, and no longer than a minute', async () => {
    const { connections, close } = connect()
    await settle()
    connections[0]?.retry(20_000)
    await settle()
    connections[0]?.breakOff()
    await vi.advanceTimersByTimeAsync(9 * SECOND)
    expect(connections).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(12 * SECOND)
    expect(connections).toHaveLength(2)
    connections[1]?.breakOff()
    await soon()
    expect(connections).toHaveLength(3)
    connections[2]?.retry(1e9)
    await settle()
    connections[2]?.breakOff()
    await vi.advanceTimersByTimeAsync(61 * SECOND)
    expect(connections).toHaveLength(4)
    close()
  })

  test('P11 sixty pages of which the server keeps fifty make no storm of connections', async () => {
    setMaxListeners(0, page)
    const { events: open, connections } = createEventConnections()
    const kept: EventConnection[] = []
    const events: Api['events'] = async (signal, lastEventId) => {
      const response = await open(signal, lastEventId)
      const connection = connections.at(-1)
      if (!connection) throw new Error('no connection')
      // As in lib/runtime/open-follows.ts and lib/http/events/event-stream.ts.
      if (kept.length > 25) connection.retry(20_000)
      kept.push(connection)
      if (kept.length > 50) kept.shift()?.breakOff()
      return response
    }
    const pages = Array.from({ length: 60 }, () => connect({ events }))
    const beat = setInterval(() => {
      for (const connection of kept) connection.comment()
    }, 10 * SECOND)
    await vi.advanceTimersByTimeAsync(60 * SECOND)
    const before = connections.length
    await vi.advanceTimersByTimeAsync(600 * SECOND)
    clearInterval(beat)
    // Without the wait that the server asks for, ten pages would try more than twice a second.
    expect((connections.length - before) / 600).toBeLessThan(1.5)
    expect(kept).toHaveLength(50)
    for (const page of pages) page.close()
  })

  test('comments alone keep the connection', async () => {
    const { connections, states, close } = connect()
    for (let round = 0; round < 20; round += 1) {
      await vi.advanceTimersByTimeAsync(15 * SECOND)
      connections[0]?.comment()
    }
    expect(connections).toHaveLength(1)
    expect(states).toEqual(['connecting', 'open'])
    close()
  })

  test('a connection that carries something other than events is opened again', async () => {
    const { connections, close } = connect()
    await settle()
    connections[0]?.send('e1', undefined as unknown as PersonEvent)
    await settle()
    await soon()
    expect(connections).toHaveLength(2)
    close()
  })
})
