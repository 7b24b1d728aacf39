import { describe, expect, test } from 'vitest'
import { guest, member, owner } from '@/lib/testing/senders'
import { exceededLimit } from './stream-places'

const at = (address: string) => (id: string) => ({ ...member(id), address })

/** So many streams that run, each of somebody else. */
const running = (count: number, make: (id: string) => ReturnType<typeof member>) =>
  Array.from({ length: count }, (_, index) => make(`other-${index}`))

const hasRoom = (
  sender: ReturnType<typeof member>,
  taken: ReturnType<typeof member>[],
  capacity = { perPerson: 2, perServer: 20 },
) => exceededLimit(sender, taken, capacity) === undefined

describe('R13 a place', () => {
  test('is for guests as long as they have less than half of all together', () => {
    expect(hasRoom(guest('gus'), running(9, guest))).toBe(true)
    expect(hasRoom(guest('gus'), running(10, guest))).toBe(false)
    expect(hasRoom(guest('gus'), running(19, member))).toBe(true)
    expect(hasRoom(member('ann'), running(10, guest))).toBe(true)
  })

  test('is for one address as long as it has less than a quarter of all', () => {
    const here = at('10.0.0.1')
    expect(hasRoom(here('ann'), running(4, here))).toBe(true)
    expect(hasRoom(here('ann'), running(5, here))).toBe(false)
    expect(hasRoom(at('10.0.0.2')('ann'), running(5, here))).toBe(true)
    expect(hasRoom(member('ann'), running(19, member))).toBe(true)
  })

  test('is for the owner always, up to what one person may have', () => {
    expect(hasRoom(owner('olga'), running(20, guest))).toBe(true)
    const own = [owner('olga'), owner('olga')]
    expect(hasRoom(owner('olga'), own)).toBe(false)
  })

  test('is for a guest, and for as many of one address as one person may have, on a small server', () => {
    const small = { perPerson: 3, perServer: 1 }
    expect(hasRoom({ ...guest('gus'), address: '10.0.0.1' }, [], small)).toBe(true)
    const here = at('10.0.0.1')
    expect(hasRoom(here('ann'), running(2, here), { perPerson: 3, perServer: 4 })).toBe(true)
  })
})
