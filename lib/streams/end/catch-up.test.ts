import { describe, expect, test, vi } from 'vitest'
import { streamHarness } from '@/lib/testing/stream-harness'

/** A stream of `ada`, whose sessions are read from the database only once `goOn` is called. */
async function heldReading() {
  const harness = streamHarness()
  const { start, database, addPerson, manager } = harness
  await addPerson('bob')
  await start('a')
  const read = database.streams.activeAmong.bind(database.streams)
  const held = Promise.withResolvers<void>()
  vi.spyOn(database.streams, 'activeAmong').mockImplementationOnce(async (ids) => {
    const active = await read(ids)
    await held.promise
    return active
  })
  const setKeepGoing = (keepGoing: boolean) =>
    database.chats.update('ada', 'chat-of-a', { keepGoing }, 9)
  const isOf = async (personId: string) => (await manager.list(personId)).length > 0
  return { ...harness, setKeepGoing, isOf, goOn: held.resolve }
}

describe('R28 streams that catch up with the database', () => {
  test('a stream has the owner and the setting that the database has', async () => {
    const { manager, database, bus, clock, setKeepGoing, isOf, goOn } = await heldReading()
    const heard = vi.fn<(message: { type: string }) => void>()
    bus.receive(heard)
    await setKeepGoing(true)
    await database.accounts.moveAll('ada', 'bob')
    goOn()
    await manager.catchUp()
    expect([await isOf('ada'), await isOf('bob')]).toEqual([false, true])
    const moved = { type: 'guest-moved', guestId: 'ada', accountId: 'bob' }
    expect(heard).toHaveBeenCalledExactlyOnceWith(moved)
    await clock.advance(40_000)
    expect(manager.isActive('a')).toBe(true)
  })

  test('a stream keeps the setting of which it heard while the database was read', async () => {
    const { manager, clock, setKeepGoing, goOn } = await heldReading()
    const catchingUp = manager.catchUp()
    await clock.advance(0)
    await setKeepGoing(true)
    manager.keepGoing('chat-of-a', true)
    goOn()
    await catchingUp
    await clock.advance(40_000)
    expect(manager.isActive('a')).toBe(true)
  })

  test('a stream keeps the owner of whom it heard while the database was read', async () => {
    const { manager, database, bus, clock, isOf, goOn } = await heldReading()
    const catchingUp = manager.catchUp()
    await clock.advance(0)
    await database.accounts.moveAll('ada', 'bob')
    bus.broadcast({ type: 'guest-moved', guestId: 'ada', accountId: 'bob' })
    goOn()
    await catchingUp
    expect([await isOf('ada'), await isOf('bob')]).toEqual([false, true])
  })

  test('nothing is read where nothing runs', async () => {
    const { manager, database } = streamHarness()
    const read = vi.spyOn(database.streams, 'activeAmong')
    await manager.catchUp()
    expect(read).not.toHaveBeenCalled()
  })
})
