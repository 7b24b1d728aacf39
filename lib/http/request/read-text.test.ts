import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { createBodyBudgets } from '@/lib/runtime/body-budget'
import { readText } from './read-text'

const MB = 1024 * 1024
const SECOND = 1_000

const bytes = (text: string) => new TextEncoder().encode(text)

function requestWith(body: BodyInit, headers: Record<string, string> = {}) {
  return new Request('http://localhost/', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit)
}

/** A body that comes when the test says so. */
function slowBody() {
  let send: (text: string) => void = () => {}
  let end = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      send = (text) => {
        controller.enqueue(bytes(text))
      }
      end = () => {
        controller.close()
      }
    },
  })
  return { body, send, end }
}

function limited(most = MB) {
  const clock = createManualClock()
  const budget = createBodyBudgets().calls
  return { clock, limits: { most, clock, share: budget.open('a') } }
}

describe('a body', () => {
  test('a body is read as its text, and as none where there is none', async () => {
    const { limits, clock } = limited()
    expect(await readText(requestWith('a😀'), limits)).toBe('a😀')
    expect(await readText(new Request('http://localhost/', { method: 'POST' }), limits)).toBe('')
    expect(clock.pending).toBe(0)
  })

  test('P11 long bodies that come together are each handed on in a turn of the event loop', async () => {
    let isOver = false
    let turn = 0
    const turns: number[] = []
    const readAndParse = async () => {
      await readText(requestWith('x'.repeat(100_000)), limited().limits)
      turns.push(turn)
      for (const until = performance.now() + 15; performance.now() < until;);
    }
    const all = Promise.all([readAndParse(), readAndParse(), readAndParse()])
    void all.then(() => {
      isOver = true
    })
    for (; !isOver; turn += 1) await setImmediate()
    await all
    expect(new Set(turns).size).toBe(3)
  })

  test('a body that breaks off is its client’s mistake', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes('{"text":'))
        controller.error(new Error('aborted'))
      },
    })
    await expect(readText(requestWith(body), limited().limits)).rejects.toMatchObject({
      code: 'bad_request',
      details: { field: 'body' },
    })
  })

  test('P11 a body that says it is too long is refused before any of it is read', async () => {
    const { body } = slowBody()
    const request = requestWith(body, { 'content-length': '101' })
    await expect(readText(request, limited(100).limits)).rejects.toMatchObject({
      code: 'too_large',
      details: { limit: 100 },
    })
    expect(request.bodyUsed).toBe(false)
  })

  test('P11 a body that is too long is refused at its first byte too many, whatever it says', async () => {
    for (const said of ['1', 'many', '-1']) {
      const { body, send } = slowBody()
      const reading = readText(requestWith(body, { 'content-length': said }), limited(100).limits)
      send('x'.repeat(100))
      send('x')
      await expect(reading).rejects.toMatchObject({ code: 'too_large' })
      send('rest')
      expect((await body.getReader().read()).value).toEqual(bytes('rest'))
    }
    expect(await readText(requestWith('x'.repeat(100)), limited(100).limits)).toHaveLength(100)
  })

  test('P11 a body that does not begin, or comes byte by byte, is given up', async () => {
    for (const piece of ['', 'x']) {
      const { limits, clock } = limited()
      const { body, send } = slowBody()
      const reading = readText(requestWith(body), limits).catch((error: unknown) => error)
      for (let second = 0; second < 6; second += 1) {
        if (piece !== '') send(piece)
        await clock.advance(SECOND)
      }
      expect(await reading).toMatchObject({ code: 'bad_request', details: { field: 'body' } })
      expect(body.locked).toBe(false)
      expect(clock.pending).toBe(0)
    }
  })

  test('a body that comes over a slow line is waited for', async () => {
    const { limits, clock } = limited()
    const { body, send, end } = slowBody()
    const reading = readText(requestWith(body), limits)
    for (let second = 0; second < 100; second += 1) {
      send('x'.repeat(5_000))
      await clock.advance(SECOND)
    }
    end()
    expect(await reading).toHaveLength(500_000)
  })
})

describe('P11 the room for bodies', () => {
  test('the bodies of one address are bounded, and leave room for others', () => {
    const budget = createBodyBudgets().calls
    const shares = [budget.open('a'), budget.open('a')]
    shares[0]?.grow(8 * MB)
    shares[1]?.grow(7 * MB)
    expect(() => shares[1]?.grow(9 * MB)).toThrow(expect.objectContaining({ code: 'unavailable' }))
    budget.open('b').grow(8 * MB)
    for (const share of shares) share.release()
    budget.open('a').grow(16 * MB)
  })

  test('bodies that have not begun to come are counted, too', () => {
    const budget = createBodyBudgets().calls
    const shares = Array.from({ length: 256 }, () => budget.open('a'))
    expect(() => budget.open('a')).toThrow(expect.objectContaining({ code: 'unavailable' }))
    budget.open('b').release()
    for (const share of shares) share.release()
    expect(() => budget.open('a')).not.toThrow()
  })

  test('P13 stops and sign-ins have room, however many other bodies wait', () => {
    const { calls, stops, signIns } = createBodyBudgets()
    for (const address of ['a', 'b', 'c', 'd']) calls.open(address).grow(16 * MB)
    expect(() => stops.open('a')).not.toThrow()
    for (let open = 0; open < 256; open += 1) signIns.open(`${open % 8}`)
    expect(() => signIns.open('z')).toThrow(expect.objectContaining({ code: 'unavailable' }))
    expect(() => stops.open('z')).not.toThrow()
  })

  test('the bodies of the whole server are bounded', () => {
    const budget = createBodyBudgets().calls
    for (const address of ['a', 'b', 'c', 'd']) budget.open(address).grow(16 * MB)
    expect(() => budget.open('e')).toThrow(
      expect.objectContaining({ code: 'unavailable', details: { retryAfterSeconds: 1 } }),
    )
  })
})
