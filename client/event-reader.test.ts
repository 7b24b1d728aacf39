import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { readServerSentEvents } from './event-reader.ts'

const wire =
  ': open\n\n' +
  'id: s:1\ndata: {"text":"漢字 😀"}\n\n' +
  ': still here\n\n' +
  'data: two\ndata: lines\n\n' +
  'id: s:2\r\ndata: 👨‍👩‍👧‍👦\r\n\r\n'
const events = [
  { id: 's:1', data: '{"text":"漢字 😀"}' },
  { id: undefined, data: 'two\nlines' },
  { id: 's:2', data: '👨‍👩‍👧‍👦' },
]

function responseOf(pieces: Uint8Array<ArrayBuffer>[], end: 'clean' | 'broken' = 'clean') {
  const cancelled = vi.fn<() => void>()
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = pieces.shift()
      if (piece) controller.enqueue(piece)
      else if (end === 'clean') controller.close()
      else controller.error(new TypeError('network error'))
    },
    cancel: cancelled,
  })
  return { response: new Response(body), cancelled }
}

async function readAll(response: Response) {
  const read: { id: string | undefined; data: string }[] = []
  for await (const { id, data } of readServerSentEvents(response)) read.push({ id, data })
  return read
}

const bytes = new TextEncoder().encode(wire)

describe('the events of a response', () => {
  test('events are read byte by byte', async () => {
    const { response } = responseOf(Array.from(bytes, (byte) => Uint8Array.of(byte)))
    expect(await readAll(response)).toEqual(events)
  })

  test('events are the same however the bytes are split', async () => {
    const anyCuts = fc.uniqueArray(fc.nat({ max: bytes.length }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(anyCuts, async (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), bytes.length]
        const { response } = responseOf(
          ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end)),
        )
        expect(await readAll(response)).toEqual(events)
      }),
      fromSeed(50),
    )
  })

  test('a response without a body has no events', async () => {
    expect(await readAll(new Response(null, { status: 204 }))).toEqual([])
  })

  test('events end with an error where the connection breaks off, after all that came before', async () => {
    const { response } = responseOf([bytes], 'broken')
    const read: string[] = []
    const reading = (async () => {
      for await (const { data } of readServerSentEvents(response)) read.push(data)
    })()
    await expect(reading).rejects.toThrow('network error')
    expect(read).toHaveLength(3)
  })

  test('an event that was cut off is not read', async () => {
    const { response } = responseOf([new TextEncoder().encode('data: {"half":')])
    expect(await readAll(response)).toEqual([])
  })

  test('a response that nobody reads on is cancelled at the server', async () => {
    const { response, cancelled } = responseOf([bytes, bytes, bytes])
    for await (const _ of readServerSentEvents(response)) break
    expect(cancelled).toHaveBeenCalledOnce()
  })

  test('`onBytes` hears of everything that comes, comments too', async () => {
    const onBytes = vi.fn<() => void>()
    const { response } = responseOf([new TextEncoder().encode(': a\n\n'), bytes])
    for await (const _ of readServerSentEvents(response, { onBytes })) continue
    expect(onBytes).toHaveBeenCalledTimes(2)
  })
})
