import { setImmediate } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { textOf } from '@/lib/contract/message-text'
import * as tokenCounting from '@/lib/providers/tokens/count-in-slices'
import { streamHarness } from '@/lib/testing/stream-harness'

async function savedText(database: ReturnType<typeof streamHarness>['database'], id: string) {
  return textOf((await database.streams.findAnswer(id))?.parts ?? [])
}

describe('StreamManager', () => {
  test('R5 the manager holds streams by message ID, lists them and counts them', async () => {
    const { manager, start, clock, endReasons } = streamHarness()
    const { provider } = await start('a')
    await start('b')
    provider.say('one ', 'two')
    await clock.advance(0)
    expect(manager.isActive('a')).toBe(true)
    expect(manager.activeCount).toBe(2)
    expect((await manager.list('ada'))[0]).toMatchObject({
      messageId: 'a',
      chunkCount: 2,
      textLength: 7,
    })
    expect(await manager.list('somebody else')).toEqual([])
    expect(endReasons).toEqual([])
  })

  test('P3 R4 a cancel answers when the provider is aborted and the exact text is saved', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('one ', 'two')
    await clock.advance(0)
    const outcome = await manager.cancel('ada', 'a', { reason: 'user' })
    expect(provider.aborted).toBe(true)
    expect(outcome).toMatchObject({
      outcome: 'cancelled',
      status: 'cancelled',
      endReason: 'user',
      text: 'one two',
      receipt: { keptCharacters: 7, estimated: true },
    })
    expect(await savedText(database, 'a')).toBe('one two')
    expect(manager.isActive('a')).toBe(false)
  })

  test('P3 P11 a stop waits half a second for its tokens to be counted, and then estimates them', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('one ', 'two')
    await clock.advance(0)
    const count = Promise.withResolvers<number>()
    const counting = vi.spyOn(tokenCounting, 'countTokensInSlices').mockReturnValue(count.promise)
    const cancelling = manager.cancel('ada', 'a', { reason: 'user' })
    await clock.advance(499)
    expect(counting).toHaveBeenCalled()
    expect(await database.streams.findAnswer('a')).toMatchObject({ status: 'active' })
    await clock.advance(1)
    expect(await savedText(database, 'a')).toBe('one two')
    expect(await cancelling).toMatchObject({
      outcome: 'cancelled',
      usage: { inputTokens: 3, outputTokens: 2, estimated: true },
      receipt: { outputTokens: 2, savedInMs: 500 },
    })
  })

  test('P3 a stop is saved with its receipt, in one step', async () => {
    const { manager, start, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('one ', 'two')
    const end = vi.spyOn(database.streams, 'end')
    const stopped = await manager.cancel('ada', 'a', { reason: 'user' })
    expect(end).toHaveBeenCalledOnce()
    expect(await end.mock.results[0]?.value).toBe('won')
    const receipt = end.mock.lastCall?.[0].receipt?.()
    expect(stopped).toMatchObject({ receipt })
    expect(await database.streams.findAnswer('a')).toMatchObject({ status: 'cancelled', receipt })
  })

  test('R8 two cancels at once have one winner, and both learn the same end', async () => {
    const { manager, start } = streamHarness()
    await start('a')
    const outcomes = await Promise.all([
      manager.cancel('ada', 'a', { reason: 'user' }),
      manager.cancel('ada', 'a', { reason: 'user' }),
    ])
    expect(outcomes.map((outcome) => outcome?.outcome)).toEqual(['cancelled', 'already_ended'])
    expect(await manager.cancel('ada', 'a', { reason: 'user' })).toBeUndefined()
  })

  describe('P3 a stop of another server that comes as a mark and as a message', () => {
    const stop = { reason: 'user', requestId: 'r1' } as const
    const other = { reason: 'user', requestId: 'r2' } as const

    test('both have cancelled an answer that runs, and only they', async () => {
      const { manager, start } = streamHarness()
      await start('a')
      const stops = [stop, stop, other].map((each) => manager.cancel('ada', 'a', each))
      const outcomes = (await Promise.all(stops)).map((outcome) => outcome?.outcome)
      expect(outcomes).toEqual(['cancelled', 'cancelled', 'already_ended'])
    })

    test('both have cancelled an answer whose row is being written, and only they', async () => {
      const { manager, start, database } = streamHarness()
      const begin = database.streams.begin.bind(database.streams)
      let stops: ReturnType<typeof manager.cancel>[] = []
      vi.spyOn(database.streams, 'begin').mockImplementation((turn) => {
        stops = [stop, stop, other].map((each) => manager.cancel('ada', 'a', each))
        return begin(turn)
      })
      await start('a')
      const outcomes = (await Promise.all(stops)).map((outcome) => outcome?.outcome)
      expect(outcomes).toEqual(['cancelled', 'cancelled', 'already_ended'])
    })
  })

  test('P4 a stop before the first token drops the provider', async () => {
    const { manager, start, database } = streamHarness()
    const { provider } = await start('a')
    await manager.cancel('ada', 'a', { reason: 'user' })
    expect(provider.aborted).toBe(true)
    expect(await database.streams.findAnswer('a')).toMatchObject({ parts: [], status: 'cancelled' })
  })

  test('P5 a cancel touches only the answer that it names', async () => {
    const { manager, start, clock } = streamHarness()
    const { provider: first } = await start('a')
    const { provider: second } = await start('b')
    await manager.cancel('ada', 'a', { reason: 'user' })
    second.say('goes on')
    await clock.advance(0)
    expect([first.aborted, second.aborted]).toEqual([true, false])
    expect(await manager.list('ada')).toMatchObject([{ messageId: 'b', textLength: 7 }])
  })

  test('R21 a stop keeps the text up to where the person had read', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('read this, ', 'not that')
    await clock.advance(0)
    const outcome = await manager.cancel('ada', 'a', { reason: 'user', seenTextLength: 9 })
    expect(outcome).toMatchObject({ text: 'read this' })
    expect(await savedText(database, 'a')).toBe('read this')
  })

  test('R22 a gentle stop lets the sentence end and keeps nothing after it', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('First. Sec')
    await clock.advance(0)
    expect(manager.finishSentence('a')).toEqual({
      outcome: 'finishing',
      messageId: 'a',
      estimate: { outputTokens: 1, cost: 1 },
    })
    provider.say('ond')
    await clock.advance(0)
    expect(manager.isActive('a')).toBe(true)
    provider.say('. Third')
    await clock.advance(0)
    expect(provider.aborted).toBe(true)
    expect(await savedText(database, 'a')).toBe('First. Second.')
    expect(manager.finishSentence('a')).toBeUndefined()
  })

  test('R22 a gentle stop at the end of a sentence stops at once', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('First.')
    await clock.advance(0)
    expect(manager.finishSentence('a')).toEqual({ outcome: 'finishing', messageId: 'a' })
    await clock.advance(0)
    expect(await savedText(database, 'a')).toBe('First.')
    expect(manager.activeCount).toBe(0)
  })

  test('R22 a gentle stop waits 5 s at most, and a later stop wins', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider } = await start('a')
    const { provider: other } = await start('b')
    provider.say('No end')
    other.say('No end')
    await clock.advance(0)
    manager.finishSentence('a')
    manager.finishSentence('b')
    await clock.advance(2_000)
    expect(await manager.cancel('ada', 'b', { reason: 'user' })).toMatchObject({
      outcome: 'cancelled',
    })
    await clock.advance(2_500)
    expect(manager.isActive('a')).toBe(true)
    await clock.advance(1_000)
    expect(await database.streams.findAnswer('a')).toMatchObject({ endReason: 'user' })
  })

  test.each(['text', 'reasoning'] as const)(
    'P11 an answer whose %s gets too long ends there, aborted, with the part that fits',
    async (kind) => {
      const { manager, start, clock, database } = streamHarness({ maxCharacters: 10 })
      const { provider, record } = await start('a')
      const feed = await manager.follow(record)
      const say = (delta: string) => {
        provider.send({ type: `${kind}-delta`, id: '0', delta })
      }
      say('12345678')
      say('90')
      await clock.advance(0)
      expect(provider.aborted).toBe(false)
      say('x'.repeat(5_000_000))
      await clock.advance(0)
      expect(provider.aborted).toBe(true)
      expect(await database.streams.findAnswer('a')).toMatchObject({
        status: 'completed',
        endReason: 'length',
        parts: [{ type: kind, text: '1234567890', state: 'done' }],
        textLength: kind === 'text' ? 10 : 0,
        usage: { estimated: true },
      })
      expect(manager.activeCount).toBe(0)
      const events = (await feed.read()) ?? []
      expect(events.at(-1)?.chunk).toMatchObject({ type: 'finish', finishReason: 'length' })
    },
  )

  test('P1 P11 an answer that gets too long is cut before the character that does not fit', async () => {
    const { start, clock, database } = streamHarness({ maxCharacters: 10 })
    const { provider } = await start('a')
    provider.say('1234567👨‍', '👩‍👧')
    await clock.advance(0)
    expect(await savedText(database, 'a')).toBe('1234567')
  })

  test('P11 the longest length holds for all sessions of an answer together, for reasoning apart', async () => {
    const { manager, start, clock, database, goOn } = streamHarness({ maxCharacters: 10 })
    const { provider } = await start('a')
    provider.send({ type: 'reasoning-delta', id: '0', delta: 'thought' })
    provider.say('12345678')
    await clock.advance(0)
    await manager.cancel('ada', 'a', { reason: 'user' })
    const next = await goOn('a')
    next.send({ type: 'reasoning-delta', id: '0', delta: 'yes' })
    next.say('90', '1')
    await clock.advance(0)
    expect(next.aborted).toBe(true)
    expect(await savedText(database, 'a')).toBe('1234567890')
  })

  test('P1 text that comes after the stop is dropped', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider, record } = await start('a')
    const feed = await manager.follow(record)
    provider.say('kept')
    await clock.advance(0)
    provider.say(' dropped')
    await manager.cancel('ada', 'a', { reason: 'user' })
    expect(await savedText(database, 'a')).toBe('kept')
    expect(await readToEnd(feed)).toBe('kept')
  })

  test('P2 a provider’s finish and a cancel at the same time give one end', async () => {
    const { manager, start, clock, database, endReasons } = streamHarness()
    const { provider } = await start('a')
    provider.say('all of it')
    provider.finish()
    const outcome = await manager.cancel('ada', 'a', { reason: 'user' })
    await clock.advance(0)
    expect(outcome).toMatchObject({ status: 'cancelled' })
    expect(await database.streams.findAnswer('a')).toMatchObject({ endReason: 'user' })
    expect(endReasons).toEqual(['user'])
  })

  test.each([
    ['ten thousand tokens', Array.from({ length: 10_000 }, () => 'word ')],
    ['a hundred long ones', Array.from({ length: 100 }, () => 'x'.repeat(5_000))],
  ])(
    'P11 %s that are there at once leave the others their turns, and a stop comes through',
    async (_, deltas) => {
      const { manager, start } = streamHarness()
      const { provider } = await start('a')
      provider.say(...deltas)
      await setImmediate()
      const length = manager.snapshot('a')?.metadata?.textLength
      expect(length).toBeGreaterThan(0)
      expect(length).toBeLessThan(deltas.join('').length / 4)
      const outcome = await manager.cancel('ada', 'a', { reason: 'user' })
      expect(outcome).toMatchObject({ outcome: 'cancelled', receipt: { keptCharacters: length } })
    },
  )

  test('P6 every follower sees the whole answer and its end', async () => {
    const { manager, start, clock } = streamHarness()
    const { provider, record } = await start('a')
    const early = await manager.follow(record)
    provider.say('one ')
    await clock.advance(0)
    const late = await manager.follow(record)
    provider.say('two')
    provider.finish()
    const texts = await Promise.all([early, late].map(readToEnd))
    expect(texts).toEqual(['one two', 'one two'])
    const replay = await manager.follow(record)
    expect(await readToEnd(replay)).toBe('one two')
  })

  test('a provider that overlooks its abort signal cannot hold the stop', async () => {
    const { manager, start } = streamHarness()
    const rude = new ReadableStream({ pull: () => new Promise(() => {}) })
    await start('a', { openProvider: () => Promise.resolve({ stream: rude }) })
    expect(await manager.cancel('ada', 'a', { reason: 'user' })).toMatchObject({
      outcome: 'cancelled',
    })
  })

  test('a provider that never even opens cannot hold the stop', async () => {
    const { manager, start, clock } = streamHarness()
    await start('a', { openProvider: () => new Promise(() => {}) })
    const outcome = manager.cancel('ada', 'a', { reason: 'user' })
    await clock.advance(1_000)
    expect(await outcome).toMatchObject({ outcome: 'cancelled' })
  })

  test('P8 a stream is cancelled when the grace is over, unless a follower comes back', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider, record } = await start('a')
    provider.say('one')
    const first = await manager.follow(record)
    first.leave()
    await clock.advance(20_000)
    const second = await manager.follow(record)
    await clock.advance(40_000)
    expect(manager.isActive('a')).toBe(true)
    second.leave()
    await clock.advance(31_000)
    expect(provider.aborted).toBe(true)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      endReason: 'disconnect',
      receipt: { graceMs: 30_000 },
    })
  })

  test('P8 R11 a sender’s own grace is counted from their own response alone', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider, record } = await start('a', { graceMs: 700 })
    provider.say('one')
    const other = await manager.follow(record)
    const response = await manager.follow(record, undefined, 'sender')
    manager.keepGoing('chat-of-a', true)
    await clock.advance(40_000)
    response.leave()
    await clock.advance(600)
    // The same send came again: its sender is back.
    const again = await manager.follow(record, undefined, 'sender')
    await clock.advance(40_000)
    expect(manager.isActive('a')).toBe(true)
    again.leave()
    await clock.advance(699)
    expect(manager.isActive('a')).toBe(true)
    await clock.advance(251)
    expect(provider.aborted).toBe(true)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      endReason: 'disconnect',
      parts: [{ text: 'one' }],
      receipt: { graceMs: 700 },
    })
    other.leave()
  })

  test('P8 R11 a sender with a grace of 0 who leaves stops the stream in that step, despite others', async () => {
    const { manager, start, clock } = streamHarness()
    const { provider, record } = await start('a', { graceMs: 0 })
    const other = await manager.follow(record)
    const response = await manager.follow(record, undefined, 'sender')
    const another = await manager.follow(record, undefined, 'sender')
    response.leave()
    await clock.advance(5_000)
    expect(provider.aborted).toBe(false)
    another.leave()
    expect(provider.aborted).toBe(true)
    await clock.advance(0)
    const events = await other.read()
    expect(events?.at(-1)?.chunk).toEqual({ type: 'abort', reason: 'disconnect' })
  })

  test('P6 an answer has told its end to a reader who has the last event, and to nobody else', async () => {
    const { manager, start, clock, database, goOn } = streamHarness()
    const { provider, record } = await start('a')
    const feed = await manager.follow(record)
    provider.say('one')
    await clock.advance(0)
    const cursors = ((await feed.read()) ?? []).map(({ cursor }) => cursor)
    await manager.cancel('ada', 'a', { reason: 'user' })
    cursors.push(...((await feed.read()) ?? []).map(({ cursor }) => cursor))
    const ended = (await database.streams.findAnswer('a')) ?? record
    const told = cursors.map((cursor) => manager.hasTold(ended, cursor))
    expect(told).toEqual(cursors.map((_, index) => index === cursors.length - 1))
    for (const other of ['another:end', 'what', '']) {
      expect(manager.hasTold(ended, other)).toBe(false)
    }
    // From there on there is nothing but the ending, told again to a reader who asks for it.
    const again = await (await manager.follow(ended, cursors.at(-1))).read()
    expect(again?.map(({ chunk }) => chunk.type)).toEqual(['start', 'finish', 'abort'])
    await goOn('a')
    const running = (await database.streams.findAnswer('a')) ?? record
    expect(manager.hasTold(running, cursors.at(-1) ?? '')).toBe(false)
  })

  test('P8 a chat that keeps going is not left', async () => {
    const { manager, start, clock } = streamHarness()
    const { provider } = await start('a')
    manager.keepGoing('chat-of-a', true)
    provider.say('one')
    await clock.advance(60_000)
    expect(manager.isActive('a')).toBe(true)
  })

  test('R12 a provider that says nothing fails the answer, with the text that came', async () => {
    const { start, clock, database, manager } = streamHarness()
    const { provider, record } = await start('a')
    await manager.follow(record)
    provider.say('half')
    await clock.advance(121_000)
    expect(provider.aborted).toBe(true)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      status: 'failed',
      endReason: 'timeout_stall',
      error: {
        message:
          'The model stopped partway through its answer. Try again, or choose another model.',
      },
      parts: [{ type: 'text', text: 'half' }],
    })
  })

  test('R13 the manager refuses more streams than a person or the server may run, naming the limit', async () => {
    const { manager, open, start, addPerson } = streamHarness({
      capacity: { perPerson: 1, perServer: 2 },
    })
    await addPerson('bob')
    await start('a')
    await expect(open('b')).rejects.toMatchObject({
      code: 'too_many_streams',
      details: { limit: 1, retryAfterSeconds: 10 },
    })
    const opening = await open('c', { personId: 'bob' })
    await expect(open('d', { personId: 'eve' })).rejects.toMatchObject({ details: { limit: 2 } })
    manager.withdraw(opening)
    await expect(open('d', { personId: 'eve' })).resolves.toBeDefined()
  })

  test('R13 a new answer ends the oldest one of its person, if the overflow is set so', async () => {
    const { manager, open, start, addPerson, endReasons } = streamHarness({
      capacity: { perPerson: 2, perServer: 3 },
      overflow: 'cancel_oldest',
    })
    await addPerson('bob')
    await start('c', { personId: 'bob' })
    const { provider: oldest } = await start('a')
    await start('b')
    await open('d')
    expect(oldest.aborted).toBe(true)
    expect(endReasons).toEqual(['capacity'])
    expect(['a', 'b', 'c'].filter((id) => manager.isActive(id))).toEqual(['b', 'c'])
    // A person without a stream of their own ends nobody else's.
    await expect(open('e', { personId: 'eve' })).rejects.toMatchObject({ details: { limit: 3 } })
  })

  test('cancelAll cancels all streams of a person, or of one chat', async () => {
    const { manager, start, addPerson } = streamHarness()
    await addPerson('bob')
    await start('a')
    await start('b')
    await start('c', { personId: 'bob' })
    const ofChat = await manager.cancelAll({ personId: 'ada', chatId: 'chat-of-a' }, 'user')
    expect(ofChat).toEqual({ cancelled: ['a'], unconfirmed: [] })
    const rest = await manager.cancelAll({ personId: 'ada' }, 'user')
    expect(rest.cancelled).toEqual(['b'])
    expect(manager.isActive('c')).toBe(true)
  })

  test('P3 a cancel whose end cannot be saved is unconfirmed, told to nobody, and carried out later', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider, record } = await start('a')
    const feed = await manager.follow(record)
    await feed.read()
    const disk = vi.spyOn(database.streams, 'end').mockRejectedValue(new Error('disk is full'))
    const outcome = manager.cancel('ada', 'a', { reason: 'user' })
    await clock.advance(10_000)
    expect(await outcome).toEqual({ outcome: 'unconfirmed', messageId: 'a' })
    expect(provider.aborted).toBe(true)
    const news = vi.fn<() => void>()
    const events = feed.read().then((read) => {
      news()
      return read
    })
    await clock.advance(0)
    expect(news).not.toHaveBeenCalled()
    disk.mockRestore()
    await clock.advance(500)
    expect((await events)?.map(({ chunk }) => chunk.type)).toEqual(['finish', 'abort'])
    expect(await database.streams.findAnswer('a')).toMatchObject({ endReason: 'user' })
    expect(manager.activeCount).toBe(0)
  })

  test('P10 a shutdown ends every stream with its text saved and takes no more', async () => {
    const { manager, open, start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('so far')
    await clock.advance(0)
    await manager.shutdown(10_000)
    expect(provider.aborted).toBe(true)
    expect(await database.streams.findAnswer('a')).toMatchObject({
      status: 'interrupted',
      endReason: 'shutdown',
    })
    expect(await savedText(database, 'a')).toBe('so far')
    await expect(open('b')).rejects.toMatchObject({ code: 'draining' })
  })

  test('P10 a shutdown without time writes all ends at once, and waits for no call to close', async () => {
    const { manager, start, clock, database } = streamHarness()
    for (const id of ['a', 'b']) {
      const { provider } = await start(id)
      provider.say(`text of ${id}`)
    }
    await clock.advance(0)
    // Whatever holds the streams up on their own ways out.
    vi.spyOn(database.streams, 'end').mockReturnValue(new Promise(() => {}))
    void manager.cancel('ada', 'b', { reason: 'user' })
    const down = manager.shutdown(400, { atOnce: true })
    await clock.advance(400)
    await down
    for (const [id, status, endReason] of [
      ['a', 'interrupted', 'shutdown'],
      ['b', 'cancelled', 'user'],
    ] as const) {
      expect(await database.streams.findAnswer(id)).toMatchObject({ status, endReason })
      expect(await savedText(database, id)).toBe(`text of ${id}`)
    }
  })

  test('P10 a shutdown without time tells the ends that it has written', async () => {
    const { manager, start, clock, ended, logged } = streamHarness()
    const { provider, record } = await start('a')
    const feed = await manager.follow(record)
    provider.say('so far')
    await clock.advance(0)
    await feed.read()
    await manager.shutdown(400, { atOnce: true })
    const events = (await feed.read())?.map(({ chunk }) => chunk)
    expect(events?.at(-1)).toMatchObject({ type: 'abort' })
    expect(ended).toEqual(['a'])
    expect(logged.map(({ message }) => message)).not.toContain('an answer had ended otherwise')
  })

  test('an answer is settled once it is saved, and at once where it does not run', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider } = await start('a')
    await manager.settled('b')
    const settled = vi.fn<() => void>()
    const settling = manager.settled('a').then(settled)
    await clock.advance(1_000)
    expect(settled).not.toHaveBeenCalled()
    provider.finish()
    await clock.advance(1_000)
    await settling
    expect((await database.streams.findAnswer('a'))?.status).toBe('completed')
  })

  test('P3 a stop is told as one where the answer goes on elsewhere before its end is read here', async () => {
    const { manager, start, clock, database } = streamHarness()
    const { provider } = await start('a')
    provider.say('so far')
    await clock.advance(0)
    const end = database.streams.end.bind(database.streams)
    vi.spyOn(database.streams, 'end').mockImplementation(async (facts) => {
      const outcome = await end(facts)
      await database.streams.beginAgain({
        ownerId: 'ada',
        processId: 'another',
        messageId: 'a',
        model: 'demo/tour',
        leftOut: 0,
        sessionId: 'next',
        now: clock.now(),
        monotonicNow: clock.monotonic(),
        most: 10,
      })
      return outcome
    })
    const cancelling = manager.cancel('ada', 'a', { reason: 'user' })
    await clock.advance(1_000)
    expect(await cancelling).toMatchObject({ outcome: 'cancelled', endReason: 'user' })
  })

  test('P10 a follow that is left lets go of the read that waits', async () => {
    const { manager, start } = streamHarness()
    const { record } = await start('a')
    const feed = await manager.follow(record)
    await feed.read()
    const waiting = feed.read()
    feed.leave()
    expect(await waiting).toBeUndefined()
  })

  test('P10 a manager is idle once no stream runs or begins', async () => {
    const { manager, open, start, clock } = streamHarness()
    const { provider } = await start('a')
    const opening = await open('b')
    const idle = vi.fn<() => void>()
    const waiting = manager.idle().then(idle)
    provider.finish()
    await clock.advance(1_000)
    const late = await start('c')
    expect(idle).not.toHaveBeenCalled()
    manager.withdraw(opening)
    await clock.advance(0)
    expect(idle).not.toHaveBeenCalled()
    late.provider.finish()
    await clock.advance(1_000)
    await waiting
    expect(manager.activeCount).toBe(0)
  })

  test('P8 P10 followers who are sent on have 5 s to come back, however short the grace is', async () => {
    const limits = { maxMs: 300_000, stallMs: 120_000, firstTokenMs: 60_000, graceMs: 0 }
    const { manager, start, clock, endReasons } = streamHarness({ limits })
    const { record } = await start('a')
    const leaving = await manager.follow(record)
    manager.sendFollowersOn()
    leaving.leave()
    await clock.advance(4_500)
    expect(endReasons).toEqual([])
    const returned = await manager.follow(record)
    await clock.advance(10_000)
    expect(endReasons).toEqual([])
    returned.leave()
    await clock.advance(0)
    expect(endReasons).toEqual(['disconnect'])
  })

  test('P8 P10 an answer whose followers are sent on, and do not come back, is cancelled', async () => {
    const { manager, start, clock, endReasons } = streamHarness()
    const { record } = await start('a')
    const leaving = await manager.follow(record)
    manager.sendFollowersOn()
    leaving.leave()
    await clock.advance(29_000)
    expect(endReasons).toEqual([])
    await clock.advance(1_500)
    expect(endReasons).toEqual(['disconnect'])
  })

  test('P10 P11 a shutdown that a full disk keeps from saving ends all the same, and says so', async () => {
    const { manager, start, clock, database, logged } = streamHarness()
    const { provider } = await start('a')
    provider.say('so far')
    await database.sql('PRAGMA query_only = ON')
    const down = manager.shutdown(10_000)
    await clock.advance(10_000)
    await down
    expect(provider.aborted).toBe(true)
    expect(logged).toContainEqual({
      message: 'a shutdown could not save every answer',
      facts: { answers: 1 },
    })
  })

  test('P11 ended streams leave no timer and no entry behind', async () => {
    const { manager, start, clock, ended } = streamHarness()
    for (const id of ['a', 'b', 'c']) {
      const { provider, record } = await start(id)
      await manager.follow(record)
      provider.say('text')
      await manager.cancel('ada', id, { reason: 'user' })
    }
    await clock.advance(1_000)
    expect(ended).toEqual(['a', 'b', 'c'])
    expect(manager.activeCount).toBe(0)
    expect(clock.pending).toBe(0)
  })

  test('R25 a stream logs one line at its start and one at its end, with the reason and no text', async () => {
    const { manager, start, clock, logged } = streamHarness()
    const { provider } = await start('a')
    provider.say('a secret')
    await clock.advance(0)
    await manager.cancel('ada', 'a', { reason: 'user' })
    await clock.advance(0)
    expect(logged.map(({ message }) => message)).toEqual(['stream started', 'stream ended'])
    expect(logged[1]?.facts).toMatchObject({
      messageId: 'a',
      status: 'cancelled',
      endReason: 'user',
      textLength: 8,
    })
    expect(JSON.stringify(logged)).not.toContain('secret')
  })
})

async function readToEnd(
  feed: Awaited<ReturnType<ReturnType<typeof streamHarness>['manager']['follow']>>,
) {
  let text = ''
  for (let events = await feed.read(); events; events = await feed.read()) {
    for (const { chunk } of events) if (chunk.type === 'text-delta') text += chunk.delta
  }
  return text
}
