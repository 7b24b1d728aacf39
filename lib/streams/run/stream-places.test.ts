import { describe, expect, test } from 'vitest'
import { guest, member, owner } from '@/lib/testing/senders'
import { exceededLimit } from './stream-places'

const at = (address: string) => (id: string) => ({ ...member(id), address })

/** The senders of `count` running streams, all of them different people. */
const running = (count: number, make: (id: string) => ReturnType<typeof member>) =>
  Array.from({ length: count }, (_, index) => make(`other-${index}`))

const hasRoom = (
  sender: ReturnType<typeof member>,
  taken: ReturnType<typeof member>[],
  capacity = { perPerson: 2, perServer: 20 },
) => exceededLimit(sender, taken, capacity) === undefined

describe('R13 a place', () => {
  test('guests get a place while they have less than half of all places together', () => {
    expect(hasRoom(guest('gus'), running(9, guest))).toBe(true)
    expect(hasRoom(guest('gus'), running(10, guest))).toBe(false)
    expect(hasRoom(guest('gus'), running(19, member))).toBe(true)
    expect(hasRoom(member('ann'), running(10, guest))).toBe(true)
  })

  test('one address gets a place while it has less than a quarter of all places', () => {
    const here = at('10.0.0.1')
    expect(hasRoom(here('ann'), running(4, here))).toBe(true)
    expect(hasRoom(here('ann'), running(5, here))).toBe(false)
    expect(hasRoom(at('10.0.0.2')('ann'), running(5, here))).toBe(true)
    expect(hasRoom(member('ann'), running(19, member))).toBe(true)
  })

  test('the owner always gets a place, up to one person’s limit', () => {
    expect(hasRoom(owner('olga'), running(20, guest))).toBe(true)
    const own = [owner('olga'), owner('olga')]
    expect(hasRoom(owner('olga'), own)).toBe(false)
  })

  test('a small server has a place for a guest, and one person’s places for one address', () => {
    const small = { perPerson: 3, perServer: 1 }
    expect(hasRoom({ ...guest('gus'), address: '10.0.0.1' }, [], small)).toBe(true)
    const here = at('10.0.0.1')
    expect(hasRoom(here('ann'), running(2, here), { perPerson: 3, perServer: 4 })).toBe(true)
  })
})
