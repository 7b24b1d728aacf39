import { describe, expect, test, vi } from 'vitest'
import { deleteMessage } from '@/lib/chats/change/delete-message'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { sendRequestSchema, type CancelRequest } from '@/lib/contract/request'
import { callBy } from '@/lib/testing/calls'
import { letStepsPass } from '@/lib/testing/let-steps-pass'
import { member } from '@/lib/testing/senders'
import { createTestServices, type TestServices } from '@/lib/testing/test-services'
import { cancelMessage } from './cancel-message'
import { cancelStreams } from './cancel-streams'

type Fields = Record<string, unknown>

const send = (services: TestServices, body: Fields, person = 'ann') =>
  findOrStartAnswer(services, member(person), sendRequestSchema.parse(body))

/** The send of `a1` in `c1`, in this session. */
const question = (sessionId?: string) => ({
  id: 'c1',
  message: { id: 'q1', role: 'user', parts: [{ type: 'text', text: 'Q1' }] },
  assistantMessageId: 'a1',
  sessionId,
})

const goOn = (sessionId?: string) => ({
  trigger: 'continue-message',
  id: 'c1',
  messageId: 'a1',
  sessionId,
})

async function say({ model, clock }: TestServices, text: string) {
  await clock.advance(0)
  model.calls.at(-1)?.say(text)
  await clock.advance(0)
}

/** `a1` was stopped in `s1` after "One", and streams in `s2`, where it has said "Two". */
async function goneOn() {
  const services = createTestServices()
  await send(services, question('s1'))
  await say(services, 'One')
  await cancelMessage.run(callBy('ann', services), { messageId: 'a1', sessionId: 's1' })
  await send(services, goOn('s2'))
  await say(services, 'Two')
  return services
}

const stop = (services: TestServices, of: CancelRequest = {}) =>
  cancelMessage.run(callBy('ann', services), { messageId: 'a1', ...of })

const aborted = ({ model }: TestServices) => model.calls.at(-1)?.options.abortSignal?.aborted

const logged = ({ log }: TestServices) => {
  const info = vi.spyOn(log, 'info')
  return () => info.mock.calls.filter((call) => String(call[1]).startsWith('stop '))
}

const taken = { code: 'id_conflict', details: { field: 'sessionId' } }

describe('P5 P13 a stop that names its session', () => {
  test('the stop ends its session where that runs', async () => {
    const services = await goneOn()
    expect(await stop(services, { sessionId: 's2' })).toMatchObject({
      outcome: 'cancelled',
      sessionId: 's2',
      text: 'OneTwo',
    })
  })

  test.each([{}, { mode: 'sentence' as const }, { beforeStart: true }, { seenTextLength: 0 }])(
    'the stop touches nothing of a later session of the message: %j',
    async (fields) => {
      const services = await goneOn()
      expect(await stop(services, { sessionId: 's1', ...fields })).toEqual({
        outcome: 'already_ended',
        messageId: 'a1',
        sessionId: 's2',
        status: 'active',
        text: 'OneTwo',
      })
      expect(aborted(services)).toBe(false)
      await say(services, ' more. ')
      expect(services.streams.isActive('a1')).toBe(true)
    },
  )

  test.each(['s1', 's2', undefined])(
    'the stop of session %s says how the answer ended, once it has',
    async (name) => {
      const services = await goneOn()
      const first = await stop(services)
      for (const fields of [{}, { mode: 'sentence' as const }]) {
        const named = { ...fields, ...(name && { sessionId: name }) }
        expect(await stop(services, named)).toEqual({ ...first, outcome: 'already_ended' })
      }
    },
  )

  test('the stop of an unknown session says in which one the answer streams', async () => {
    const services = await goneOn()
    expect(await stop(services, { sessionId: 's3' })).toMatchObject({ sessionId: 's2' })
  })
})

describe('P4 P13 a stop before the answer goes on', () => {
  const early = { beforeStart: true, sessionId: 's3' }

  test('the stop waits for its session, and ends it before the provider is called', async () => {
    const services = await goneOn()
    expect(await stop(services, early)).toEqual({ outcome: 'pending', messageId: 'a1' })
    expect(aborted(services)).toBe(false)
    const first = await stop(services, { sessionId: 's2' })
    const feed = await services.streams.followPerson('ann')
    const { answer, after } = await send(services, goOn('s3'))
    await services.clock.advance(0)
    expect(services.model.calls).toHaveLength(2)
    expect(answer).toMatchObject({ status: 'cancelled', endReason: 'user', sessionId: 's3' })
    expect(await stop(services, early)).toMatchObject({
      outcome: 'already_ended',
      text: 'OneTwo',
      usage: 'usage' in first ? first.usage : undefined,
    })

    const response = (await (await services.streams.follow(answer, after)).read()) ?? []
    expect(response.map(({ chunk }) => chunk.type)).toEqual(['start', 'finish', 'abort'])
    const events = (await feed.read()) ?? []
    const chunks = events.flatMap(({ event }) => ('chunk' in event ? [event.chunk.type] : []))
    expect(chunks.slice(-2)).toEqual(['finish', 'abort'])
    expect(chunks[0]).toBe('start')
  })

  test('the stop ends its session for good, at whatever step of the send it comes', async () => {
    const services = await goneOn()
    await stop(services)
    const outcomes = new Set<string>()
    for (let offset = 0; offset < 40; offset += 1) {
      const sessionId = `t${offset}`
      const sending = send(services, goOn(sessionId))
      await letStepsPass(offset)
      const { outcome } = await stop(services, { beforeStart: true, sessionId })
      const { answer } = await sending
      outcomes.add(outcome)
      expect(services.streams.isActive('a1'), `${outcome} after ${offset} steps`).toBe(false)
      expect(answer.sessionId).toBe(sessionId)
      expect(await stop(services)).toMatchObject({ sessionId, endReason: 'user' })
    }
    expect([...outcomes].toSorted()).toEqual(['cancelled', 'pending'])
  })

  test('P12 the stop does nothing to an answer of somebody else', async () => {
    const services = await goneOn()
    const theirs = await cancelMessage.run(callBy('bob', services), {
      messageId: 'a1',
      beforeStart: true,
      sessionId: 's3',
    })
    expect(theirs).toEqual({ outcome: 'pending', messageId: 'a1' })
    await stop(services)
    expect(await send(services, goOn('s3'))).toMatchObject({ answer: { status: 'active' } })
  })
})

describe('a send that names its session', () => {
  test('a send begins its session, and attaches to it when it comes again', async () => {
    const services = createTestServices()
    expect(await send(services, question('s1'))).toMatchObject({ answer: { sessionId: 's1' } })
    expect(await send(services, question('s1'))).toMatchObject({ answer: { sessionId: 's1' } })
    await services.clock.advance(0)
    expect(services.model.calls).toHaveLength(1)
  })

  test('a send cannot have a session ID that is taken, and ends nothing for it', async () => {
    const services = await goneOn()
    const supersede = { options: { supersede: true } }
    const second = { ...question('s1'), ...supersede, assistantMessageId: 'a2' }
    await expect(send(services, second)).rejects.toMatchObject(taken)
    const regenerate = { trigger: 'regenerate-message', id: 'c1', sessionId: 's2', ...supersede }
    await expect(send(services, regenerate)).rejects.toMatchObject(taken)
    await expect(send(services, { ...goOn('s1'), ...supersede })).rejects.toMatchObject(taken)
    const elsewhere = { ...question('s2'), id: 'c2', assistantMessageId: 'b1' }
    await expect(send(services, elsewhere, 'bob')).rejects.toMatchObject(taken)
    expect(aborted(services)).toBe(false)
  })

  test('a continue that comes twice begins one session: the second attaches, or replays the new text', async () => {
    const services = await goneOn()
    const { answer, after } = await send(services, goOn('s2'))
    expect(answer).toMatchObject({ sessionId: 's2', status: 'active' })
    const feed = await services.streams.follow(answer, after)
    await stop(services)
    const replay = await send(services, goOn('s2'))
    expect(replay.answer).toMatchObject({ status: 'cancelled', sessionId: 's2' })
    for (const follow of [feed, await services.streams.follow(replay.answer, replay.after)]) {
      const chunks = ((await follow.read()) ?? []).map(({ chunk }) => chunk)
      const texts = chunks.flatMap((chunk) => (chunk.type === 'text-delta' ? [chunk.delta] : []))
      expect(texts).toEqual(['Two'])
      expect(chunks.at(-1)).toMatchObject({ type: 'abort' })
    }
    expect(services.model.calls).toHaveLength(2)
  })

  test('a continue that comes twice at the same moment begins one session', async () => {
    const services = await goneOn()
    for (let offset = 0; offset < 40; offset += 1) {
      const sessionId = `t${offset}`
      const first = send(services, goOn(sessionId))
      await letStepsPass(offset)
      const second = send(services, goOn(sessionId))
      const answers = (await Promise.all([first, second])).map(({ answer }) => answer.sessionId)
      expect(answers).toEqual([sessionId, sessionId])
      expect(services.streams.running('ann', 'a1'), `after ${offset} steps`).toEqual({
        sessionId,
        endReason: undefined,
      })
    }
  })

  test('a continue that comes again while the first looks for a session begins one session', async () => {
    const services = await goneOn()
    await stop(services)
    const { streams } = services.database
    const find = streams.findSession.bind(streams)
    let looks = 0
    vi.spyOn(streams, 'findSession').mockImplementation(async (sessionId) => {
      const found = await find(sessionId)
      looks += 1
      if (looks === 2) await send(services, goOn('s3'))
      return found
    })
    expect(await send(services, goOn('s3'))).toMatchObject({ answer: { sessionId: 's3' } })
    await services.clock.advance(0)
    expect(services.model.calls).toHaveLength(3)
  })

  test('R6 a continue takes the place of another session that still streams', async () => {
    const services = await goneOn()
    await send(services, goOn('s3'))
    expect(services.endReasons).toEqual(['user', 'superseded'])
    expect(await stop(services, { sessionId: 's2' })).toMatchObject({ sessionId: 's3' })
  })
})

describe('P13 a stop of an answer that runs here', () => {
  test('the stop aborts the provider before anything is asked, read or counted', async () => {
    const services = await goneOn()
    const admitted = vi.fn<() => Promise<void>>(() => new Promise(() => {}))
    const find = vi.spyOn(services.database.messages, 'find')
    const request = vi.spyOn(services.database.streams, 'requestCancel')
    const wish = { beforeStart: true, sessionId: 's2' }
    const outcome = cancelMessage.run(callBy('ann', services, admitted), {
      messageId: 'a1',
      ...wish,
    })
    expect(aborted(services)).toBe(true)
    expect(find).not.toHaveBeenCalled()
    expect(request).not.toHaveBeenCalled()
    expect(await outcome).toMatchObject({ outcome: 'cancelled' })
    expect(admitted).not.toHaveBeenCalled()
  })

  test('the stop of all answers aborts their providers first, too', async () => {
    const services = await goneOn()
    const admitted = vi.fn<() => Promise<void>>(() => new Promise(() => {}))
    const outcome = cancelStreams.run(callBy('ann', services, admitted), {})
    expect(aborted(services)).toBe(true)
    expect(await outcome).toEqual({ cancelled: ['a1'], unconfirmed: [] })
    expect(admitted).not.toHaveBeenCalled()
  })

  test.each(['a1', 'q1'])('the deletion of %s begins with the stop', async (messageId) => {
    const services = await goneOn()
    const deleting = deleteMessage.run(callBy('ann', services), { messageId })
    expect(aborted(services)).toBe(true)
    await deleting
    expect(services.endReasons).toEqual(['user', 'deleted'])
  })

  test('the stop may be refused where nothing runs, before anything is read', async () => {
    const services = createTestServices()
    const refused = new Error('one too many')
    const refuse = () => Promise.reject(refused)
    const find = vi.spyOn(services.database.messages, 'find')
    await expect(
      cancelMessage.run(callBy('ann', services, refuse), { messageId: 'a1' }),
    ).rejects.toBe(refused)
    await expect(cancelStreams.run(callBy('ann', services, refuse), {})).rejects.toBe(refused)
    expect(find).not.toHaveBeenCalled()
  })

  test('P12 the stop does nothing to an answer of somebody else, nor does a deletion', async () => {
    const services = await goneOn()
    for (const fields of [{}, { sessionId: 's1' }, { sessionId: 's2' }]) {
      const attempt = cancelMessage.run(callBy('bob', services), { messageId: 'a1', ...fields })
      await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
    }
    await cancelStreams.run(callBy('bob', services), {})
    await expect(
      deleteMessage.run(callBy('bob', services), { messageId: 'a1' }),
    ).rejects.toMatchObject({ code: 'not_found' })
    expect(aborted(services)).toBe(false)
  })
})

describe('R25 a stop', () => {
  const facts = { messageId: 'a1', sessionId: 's2', mode: 'now' }
  const received = [{ ...facts, reason: 'user' }, 'stop received']
  const late = [{ ...facts, endReason: 'user' }, 'stop came after the end']

  test('a stop has one line in the log, at the moment of the abort', async () => {
    const services = await goneOn()
    const lines = logged(services)
    const outcomes = Array.from({ length: 50 }, () => stop(services))
    expect(lines()).toEqual([received, ...Array.from({ length: 49 }, () => late)])
    const told = (await Promise.all(outcomes)).map(({ outcome }) => outcome)
    expect(told.toSorted()).toEqual([
      ...Array.from({ length: 49 }, () => 'already_ended'),
      'cancelled',
    ])
    expect(lines()).toHaveLength(50)
  })

  test('a stop that comes too late has one line in the log', async () => {
    const services = await goneOn()
    const lines = logged(services)
    await stop(services, { sessionId: 's1' })
    await stop(services, { mode: 'sentence' })
    await stop(services)
    await stop(services)
    expect(lines().map(([, message]) => message)).toEqual([
      'stop came after the end',
      'stop received',
      'stop received',
      'stop came after the end',
    ])
    expect(lines()[0]).toEqual([
      { messageId: 'a1', runsInSessionId: 's2' },
      'stop came after the end',
    ])
    expect(JSON.stringify(lines())).not.toContain('One')
  })

  test('a stop that waits for its send has one line in the log', async () => {
    const services = createTestServices()
    const lines = logged(services)
    await stop(services, { beforeStart: true, sessionId: 's1' })
    expect(lines()).toEqual([
      [
        { messageId: 'a1', sessionId: 's1', mode: 'now', reason: 'user' },
        'stop waits for its send',
      ],
    ])
  })

  test('a stop of all answers has one line in the log', async () => {
    const services = await goneOn()
    const lines = logged(services)
    await cancelStreams.run(callBy('ann', services), { chatId: 'c1' })
    await cancelStreams.run(callBy('ann', services), { chatId: 'c1' })
    expect(lines()).toEqual([
      [{ messageIds: ['a1'], chatId: 'c1', mode: 'now', reason: 'user' }, 'stop received'],
      [{ messageIds: [], chatId: 'c1' }, 'stop came after the end'],
    ])
  })
})
