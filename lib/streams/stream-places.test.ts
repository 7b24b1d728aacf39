import { describe, expect, test } from 'vitest'
import { guest, member, owner } from '@/lib/testing/senders'
import { StreamPlaces } from './stream-places'

const at = (address: string) => (id: string) => ({ ...member(id), address })

/** So many streams that run, each of somebody else. */
const running = (count: number, make: (id: string) => ReturnType<typeof member>) =>
  Array.from({ length: count }, (_, index) => make(`other-${index}`))

const places = new StreamPlaces({ perPerson: 2, perServer: 20 })

describe('R13 a place', () => {
  test('is for guests as long as they have less than half of all together', () => {
    expect(places.hasRoom(guest('gus'), running(9, guest))).toBe(true)
    expect(places.hasRoom(guest('gus'), running(10, guest))).toBe(false)
    expect(places.hasRoom(guest('gus'), running(19, member))).toBe(true)
    expect(places.hasRoom(member('ann'), running(10, guest))).toBe(true)
  })

  test('is for one address as long as it has less than a quarter of all', () => {
    const here = at('10.0.0.1')
    expect(places.hasRoom(here('ann'), running(4, here))).toBe(true)
    expect(places.hasRoom(here('ann'), running(5, here))).toBe(false)
    expect(places.hasRoom(at('10.0.0.2')('ann'), running(5, here))).toBe(true)
    expect(places.hasRoom(member('ann'), running(19, member))).toBe(true)
  })

  test('is for the owner always, up to what one person may have', () => {
    expect(places.hasRoom(owner('olga'), running(20, guest))).toBe(true)
    const own = [owner('olga'), owner('olga')]
    expect(places.hasRoom(owner('olga'), own)).toBe(false)
  })

  test('is for a guest, and for as many of one address as one person may have, on a small server', () => {
    const small = new StreamPlaces({ perPerson: 3, perServer: 1 })
    expect(small.hasRoom({ ...guest('gus'), address: '10.0.0.1' }, [])).toBe(true)
    const four = new StreamPlaces({ perPerson: 3, perServer: 4 })
    const here = at('10.0.0.1')
    expect(four.hasRoom(here('ann'), running(2, here))).toBe(true)
  })

  test('that is reserved counts like one that is taken', () => {
    const three = new StreamPlaces({ perPerson: 9, perServer: 4 })
    const reserved = [three.reserve(guest('a'), []), three.reserve(guest('b'), [])]
    expect(() => three.reserve(guest('c'), [])).toThrow(
      expect.objectContaining({
        code: 'too_many_streams',
        details: { limit: 2, retryAfterSeconds: 10 },
      }),
    )
    reserved[0]?.release()
    expect(three.hasRoom(guest('c'), [])).toBe(true)
  })
})
