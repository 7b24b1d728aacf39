import { expect, test } from 'vitest'
import { ServerClock } from './server-clock'

const noon = Date.parse('2026-03-04T12:00:00Z')
const DAY_MS = 24 * 60 * 60 * 1000

/** A response that was sent at this time of the server. */
const response = (time: number) =>
  new Response('', { headers: { Date: new Date(time).toUTCString() } })

test.each([DAY_MS, -DAY_MS])(
  'the server’s time counts where the computer’s clock is off by %i ms',
  (off) => {
    let own = noon + off
    const clock = new ServerClock(() => own)
    expect(clock.now()).toBe(own)
    clock.hear(response(noon))
    expect(clock.now()).toBe(noon)
    own += 60_000
    expect(clock.now()).toBe(noon + 60_000)
    // The computer's clock is set right.
    own = noon + 120_000
    clock.hear(response(noon + 120_000))
    expect(clock.now()).toBe(own)
  },
)

test('the computer’s clock counts where a header shows no difference, and without a header', () => {
  const clock = new ServerClock(() => noon + 900)
  clock.hear(response(noon))
  expect(clock.now()).toBe(noon + 900)
  clock.hear(new Response(''))
  clock.hear(new Response('', { headers: { Date: 'soon' } }))
  expect(clock.now()).toBe(noon + 900)
})
