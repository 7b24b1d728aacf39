import { describe, expect, test, vi } from 'vitest'
import { interruptAll } from '@/lib/db/testing/interrupt-all'
import { streamHarness } from '@/lib/testing/stream-harness'

function savedChunks({ database }: ReturnType<typeof streamHarness>) {
  return database.sql<{ session_id: string; text: string; position: number }>(
    'SELECT session_id, text, position FROM stream_chunks ORDER BY session_id, position',
  )
}

describe('WriteBehind', () => {
  test('the write-behind saves the new text of all streams, in one transaction a tick', async () => {
    const harness = streamHarness()
    const { start, clock, database } = harness
    const save = vi.spyOn(database.streams, 'saveChunks')
    const { provider: first } = await start('a')
    const { provider: second } = await start('b')
    first.say('one ', 'two ')
    second.say('other')
    await clock.advance(150)
    first.say('three')
    await clock.advance(150)
    expect(save).toHaveBeenCalledTimes(2)
    expect((await savedChunks(harness)).map(({ text }) => text)).toEqual([
      'one two ',
      'three',
      'other',
    ])
  })

  test('the write-behind is idle while there is no new text', async () => {
    const { start, clock, database } = streamHarness()
    const save = vi.spyOn(database.streams, 'saveChunks')
    await start('a')
    await clock.advance(5_000)
    expect(save).not.toHaveBeenCalled()
  })

  test('P9 text that failed to be saved is saved with the next tick, once', async () => {
    const harness = streamHarness()
    const { start, clock, database } = harness
    vi.spyOn(database.streams, 'saveChunks').mockRejectedValueOnce(new Error('disk is busy'))
    const { provider } = await start('a')
    provider.say('one ')
    await clock.advance(150)
    provider.say('two')
    await clock.advance(150)
    expect((await savedChunks(harness)).map(({ text }) => text)).toEqual(['one two'])
  })

  test('P9 text whose save was not confirmed is saved with what comes after it, and so are other answers', async () => {
    const harness = streamHarness()
    const { start, clock, database } = harness
    const saveChunks = database.streams.saveChunks.bind(database.streams)
    vi.spyOn(database.streams, 'saveChunks').mockImplementationOnce(async (chunks) => {
      await saveChunks(chunks)
      throw new Error('the connection broke')
    })
    const { provider } = await start('a')
    provider.say('one ')
    await clock.advance(150)
    const { provider: other } = await start('b')
    provider.say('two')
    other.say('other')
    await clock.advance(1_000)
    expect((await savedChunks(harness)).map(({ text }) => text)).toEqual(['one two', 'other'])
  })

  test('P9 a save that waits has no second one at the same time, and nothing is saved twice', async () => {
    const harness = streamHarness()
    const { start, clock, database } = harness
    const saveChunks = database.streams.saveChunks.bind(database.streams)
    const free = Promise.withResolvers<void>()
    const save = vi.spyOn(database.streams, 'saveChunks').mockImplementation(async (chunks) => {
      await free.promise
      return saveChunks(chunks)
    })
    const { provider } = await start('a')
    provider.say('one ')
    await clock.advance(150)
    provider.say('two')
    await clock.advance(5_000)
    expect(save).toHaveBeenCalledTimes(1)
    free.resolve()
    await clock.advance(150)
    expect((await savedChunks(harness)).map(({ text }) => text)).toEqual(['one ', 'two'])
    expect(save).toHaveBeenCalledTimes(2)
  })

  test('P9 P11 text that cannot be saved is tried again each second, and logged as often', async () => {
    const { start, clock, database, logged } = streamHarness()
    const save = vi
      .spyOn(database.streams, 'saveChunks')
      .mockRejectedValue(new Error('disk is full'))
    const { provider } = await start('a')
    provider.say('one')
    await clock.advance(10_000)
    expect(save.mock.calls.length).toBeGreaterThanOrEqual(10)
    expect(save.mock.calls.length).toBeLessThanOrEqual(13)
    const told = logged.filter(({ message }) => message.startsWith('saving text failed'))
    expect(told.length).toBeGreaterThanOrEqual(8)
    expect(told.length).toBeLessThanOrEqual(10)
  })

  test('P9 text that failed to be saved is also saved while the stream is ending', async () => {
    const harness = streamHarness()
    const { start, clock, manager, database } = harness
    const isBusy = new Error('disk is busy')
    const save = vi.spyOn(database.streams, 'saveChunks').mockRejectedValueOnce(isBusy)
    const end = vi.spyOn(database.streams, 'end').mockRejectedValue(isBusy)
    const { provider } = await start('a')
    provider.say('one')
    await clock.advance(0)
    const cancelling = manager.cancel('ada', 'a', { reason: 'user' })
    await clock.advance(300)
    expect(save).toHaveBeenCalledTimes(2)
    expect((await savedChunks(harness)).map(({ text }) => text)).toEqual(['one'])
    end.mockRestore()
    await clock.advance(1_000)
    expect(await cancelling).toMatchObject({ outcome: 'cancelled', text: 'one' })
    expect(clock.pending).toBe(0)
  })

  test('no chunk of a stream remains once its end is saved', async () => {
    const harness = streamHarness()
    const { start, clock, manager } = harness
    const { provider } = await start('a')
    provider.say('one')
    await clock.advance(0)
    await manager.cancel('ada', 'a', { reason: 'user' })
    await clock.advance(1_000)
    expect(await savedChunks(harness)).toEqual([])
  })

  test('P9 the text of a stream goes on being saved while its end cannot be saved yet', async () => {
    const harness = streamHarness()
    const { start, clock, manager, database } = harness
    const end = vi.spyOn(database.streams, 'end').mockRejectedValue(new Error('disk is busy'))
    const { provider } = await start('a')
    provider.say('one')
    await clock.advance(0)
    const cancelling = manager.cancel('ada', 'a', { reason: 'user' })
    await clock.advance(150)
    expect((await savedChunks(harness)).map(({ text }) => text)).toEqual(['one'])
    end.mockRestore()
    await clock.advance(1_000)
    expect(await cancelling).toMatchObject({ outcome: 'cancelled', text: 'one' })
    expect(await savedChunks(harness)).toEqual([])
  })

  test('P2 P9 a stream whose session was ended elsewhere drops its call, writes nothing and shows what is stored', async () => {
    const harness = streamHarness()
    const { start, clock, manager, database, endReasons } = harness
    const { provider } = await start('a')
    provider.say('saved')
    await clock.advance(150)
    await interruptAll(database.streams, clock.now())
    provider.say(' and lost')
    await clock.advance(150)
    expect(provider.aborted).toBe(true)
    expect(manager.isActive('a')).toBe(false)
    expect(await savedChunks(harness)).toEqual([])
    expect(await database.streams.findAnswer('a')).toMatchObject({
      endReason: 'crash',
      parts: [{ text: 'saved' }],
    })
    expect(endReasons).toEqual(['crash'])
    await clock.advance(1_000)
    expect(clock.pending).toBe(0)
  })

  test('P9 a silent stream whose session was ended elsewhere drops its call once its process has doubts', async () => {
    const { start, clock, manager, database } = streamHarness()
    const { provider } = await start('a')
    const { provider: other } = await start('b')
    await interruptAll(database.streams, clock.now())
    await start('c')
    await manager.catchUp()
    await clock.advance(1_000)
    expect([provider.aborted, other.aborted]).toEqual([true, true])
    expect(['a', 'b', 'c'].map((id) => manager.isActive(id))).toEqual([false, false, true])
  })

  test('P9 an interrupted answer has exactly the text that was saved', async () => {
    const { start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.send({ type: 'reasoning-delta', id: 'r', delta: 'hm' })
    provider.say('saved ', 'text')
    await clock.advance(150)
    provider.say(' and lost')
    await clock.advance(0)
    expect(await interruptAll(database.streams, clock.now())).toBe(1)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      status: 'interrupted',
      endReason: 'crash',
      parts: [
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'saved text' },
      ],
    })
  })
})
