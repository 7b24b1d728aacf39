import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadPart } from './load-part'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A server that answers these statuses, one after the other; 0 is no answer. */
function serverWith(...statuses: number[]) {
  return vi.fn<typeof fetch>(() => {
    const status = statuses.shift() ?? 200
    return status === 0
      ? Promise.reject(new TypeError('network error'))
      : Promise.resolve(new Response(null, { status }))
  })
}

type Load = () => Promise<string>
const gone: Load = () => Promise.reject(new Error('the script is not there'))

test('loadPart asks no server where the part loads', async () => {
  const fetch = serverWith()
  expect(await loadPart(() => Promise.resolve('part'), { fetch })).toBe('part')
  expect(fetch).not.toHaveBeenCalled()
})

test('loadPart waits for the server, however long it is away, and asks again for the part', async () => {
  const load = vi.fn<Load>(() => Promise.resolve('part')).mockImplementationOnce(gone)
  const away = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? 0 : 502))
  const loading = loadPart(load, { fetch: serverWith(...away) })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(load).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(await loading).toBe('part')
  expect(load).toHaveBeenCalledTimes(2)
})

test('loadPart fails where a server that answers has no such part', async () => {
  const load = vi.fn<Load>(gone)
  await expect(loadPart(load, { fetch: serverWith() })).rejects.toThrow('not there')
  expect(load).toHaveBeenCalledTimes(3)
})
