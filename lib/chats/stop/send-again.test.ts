import { describe, expect, test } from 'vitest'
import { readChat } from '@/lib/chats/read/read-chat'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { sendRequestSchema } from '@/lib/contract/request'
import { idsOf } from '@/lib/db/testing/answer-start'
import { callBy } from '@/lib/testing/calls'
import { letStepsPass } from '@/lib/testing/let-steps-pass'
import { member } from '@/lib/testing/senders'
import { createTestServices, type TestServices } from '@/lib/testing/test-services'
import { cancelMessage } from './cancel-message'

type Fields = Record<string, unknown>

const question = (text: string, id: string) => ({
  id,
  role: 'user',
  parts: [{ type: 'text', text }],
})

const first = { id: 'c1', message: question('Q1', 'q1') }

const sendFrom = (services: TestServices, body: Fields, lastEventId?: string, person = 'ann') =>
  findOrStartAnswer(services, member(person), sendRequestSchema.parse(body), lastEventId)

const send = async (services: TestServices, body: Fields, person?: string) =>
  (await sendFrom(services, body, undefined, person)).answer

async function say({ clock, model }: TestServices, text: string) {
  await clock.advance(0)
  model.calls.at(-1)?.say(text)
  await clock.advance(0)
}

async function finish({ clock, model }: TestServices) {
  model.calls.at(-1)?.finish()
  await clock.advance(0)
}

async function sendAndAnswer(services: TestServices, body: Fields) {
  const answer = await send(services, body)
  await say(services, 'An answer')
  await finish(services)
  return answer
}

const questionsOf = async ({ database }: TestServices) => {
  const ids = await database.messages.idsOfChat('ann', 'c1')
  const messages = await database.messages.withIds('ann', ids)
  return idsOf(messages.filter(({ role }) => role === 'user'))
}

const kept = async (services: TestServices, question: string) =>
  (await services.database.messages.find('ann', question))?.parentId

describe('R20 a `messages` field with one entry', () => {
  const edited = { id: 'c1', messages: [question('Q1 better', 'q2')] }

  test('a single entry is a sibling of the first question where the chat has messages', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, first)
    await sendAndAnswer(services, { id: 'c1', message: question('And then?', 'q3') })
    const answer = await sendAndAnswer(services, edited)
    expect(answer.parentId).toBe('q2')
    expect(await services.database.messages.find('ann', 'q2')).toMatchObject({
      parentId: null,
      siblingIds: ['q1', 'q2'],
    })
    const { messages } = await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 200 })
    expect(idsOf(messages)).toEqual(['q2', answer.id])
  })

  test.each<[string, Fields, string | null | undefined]>([
    ['one question as `message` follows up', { message: question('Q2', 'q2') }, 'a1'],
    ['a parent that is named is stronger', { ...edited, parentId: 'a1' }, 'a1'],
    ['a question that is named is edited', { ...edited, messageId: 'q1' }, null],
    [
      'another entry before it that is not known leaves the leaf',
      { messages: [{ id: 'stranger' }, question('Q2', 'q2')] },
      'a1',
    ],
    [
      '`message` beside them is what is sent',
      { messages: [question('Q1', 'q1')], message: question('Q2', 'q2') },
      'a1',
    ],
  ])('%s', async (_, fields, parent) => {
    const services = createTestServices()
    await sendAndAnswer(services, { ...first, assistantMessageId: 'a1' })
    await send(services, { id: 'c1', ...fields })
    expect(await kept(services, 'q2')).toBe(parent)
  })

  test('a single entry begins a chat that has no messages', async () => {
    const services = createTestServices()
    await send(services, edited)
    expect(await kept(services, 'q2')).toBeNull()
  })

  test('a single entry that the stock client retries is sent as the sibling that it was to be', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, first)
    await send(services, { ...edited, trigger: 'regenerate-message' })
    expect(await kept(services, 'q2')).toBeNull()
  })
})

describe('R20 the same question under the same ID', () => {
  test.each<[string, Fields]>([
    ['as it was', first],
    ['as the stock client has it', { id: 'c1', messages: [first.message] }],
    ['without its chat', { message: first.message }],
    ['though it would supersede', { ...first, options: { supersede: true } }],
  ])('the question attaches to its answer while that streams, sent %s', async (_, again) => {
    const services = createTestServices()
    const answer = await send(services, first)
    await say(services, 'Some')
    expect(await send(services, again)).toMatchObject({ id: answer.id, status: 'active' })
    expect(services.model.calls).toHaveLength(1)
    expect(services.streams.isActive(answer.id)).toBe(true)
    expect(await questionsOf(services)).toEqual(['q1'])
  })

  test('the question replays its answer for a minute after the end, and then gets a sibling of it', async () => {
    const services = createTestServices()
    const answer = await sendAndAnswer(services, first)
    await services.clock.advance(59_999)
    expect(await send(services, first)).toMatchObject({ id: answer.id, status: 'completed' })
    expect(services.model.calls).toHaveLength(1)
    await services.clock.advance(1)
    const sibling = await send(services, first)
    expect(sibling).toMatchObject({ parentId: 'q1', siblingIds: [answer.id, sibling.id] })
    expect(await questionsOf(services)).toEqual(['q1'])
  })

  test('the question replays the latest of several answers, or attaches to an older one that goes on', async () => {
    const services = createTestServices()
    const older = await send(services, first)
    await cancelMessage.run(callBy('ann', services), { messageId: older.id })
    const newer = await sendAndAnswer(services, { ...first, trigger: 'regenerate-message' })
    expect((await send(services, first)).id).toBe(newer.id)
    const goOn = { id: 'c1', trigger: 'continue-message', messageId: older.id }
    await send(services, goOn)
    expect(await send(services, first)).toMatchObject({ id: older.id, status: 'active' })
  })

  test('the question with another answer ID is answered under that, so that a stop finds it', async () => {
    const services = createTestServices()
    const answer = await sendAndAnswer(services, first)
    const another = await send(services, { ...first, assistantMessageId: 'a2' })
    expect(another).toMatchObject({ id: 'a2', parentId: 'q1', siblingIds: [answer.id, 'a2'] })
  })

  test.each<[string, Fields]>([
    ['with another text', { id: 'c1', message: question('Something else', 'q1') }],
    ['in another chat', { id: 'c2', message: first.message }],
  ])('the question is another one %s', async (_, body) => {
    const services = createTestServices()
    await sendAndAnswer(services, first)
    expect((await send(services, body)).parentId).not.toBe('q1')
  })

  test('P12 the question is another one when the first is somebody else’s', async () => {
    const services = createTestServices()
    const answer = await send(services, first)
    const stolen = await send(services, { id: 'bobs', message: first.message }, 'bob')
    expect([stolen.id, stolen.parentId]).not.toContain(answer.id)
    expect(stolen.parentId).not.toBe('q1')
  })

  test('the question is an edit where it is sent as one, and a repeated edit is sent once, too', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, first)
    const edit = (text: string) => ({ id: 'c1', messageId: 'q1', message: question(text, 'q1') })
    const unchanged = await sendAndAnswer(services, edit('Q1'))
    expect(unchanged.parentId).not.toBe('q1')
    const changed = await send(services, edit('Q1 better'))
    expect((await send(services, edit('Q1 better'))).id).toBe(changed.id)
    expect(await questionsOf(services)).toEqual(['q1', unchanged.parentId, changed.parentId])
  })

  test('the question is asked once when it is sent twice at the same moment', async () => {
    const services = createTestServices()
    for (let offset = 0; offset < 40; offset += 1) {
      const turn = { id: `c${offset}`, message: question('Q1', `q${offset}`) }
      const one = send(services, turn)
      await letStepsPass(offset)
      const [answer, again] = await Promise.all([one, send(services, turn)])
      expect(again.id, `after ${offset} steps`).toBe(answer.id)
      expect(services.streams.isActive(answer.id), `after ${offset} steps`).toBe(true)
      expect(await services.database.messages.idsOfChat('ann', turn.id)).toHaveLength(2)
      await cancelMessage.run(callBy('ann', services), { messageId: answer.id })
    }
  })
})

test('R20 two questions at the same moment in a chat that nobody follows leave one answer streaming', async () => {
  const services = createTestServices()
  for (let offset = 0; offset < 60; offset += 1) {
    const id = `c${offset}`
    const one = send(services, { id, message: question('Q1', `q${offset}`) })
    await letStepsPass(offset)
    const two = send(services, { id, message: question('Q2', `r${offset}`) })
    const answers = await Promise.all([one, two])
    const running = answers.filter((answer) => services.streams.isActive(answer.id))
    expect(running, `after ${offset} steps`).toHaveLength(1)
    await cancelMessage.run(callBy('ann', services), { messageId: running[0]?.id ?? '' })
  }
})

describe('P6 a send that comes again with the last event that its sender had', () => {
  /** The answer streams, and its sender has read "One " of it. */
  async function cutOff(body: Fields = first) {
    const services = createTestServices()
    const { answer } = await sendFrom(services, body)
    await say(services, 'One ')
    const events = (await (await services.streams.follow(answer)).read()) ?? []
    await say(services, 'two')
    return { services, answer, read: events.at(-1)?.cursor ?? '' }
  }

  const textFrom = async (
    { streams }: TestServices,
    sent: Awaited<ReturnType<typeof sendFrom>>,
  ) => {
    const events = (await (await streams.follow(sent.answer, sent.after)).read()) ?? []
    return events.map(({ chunk }) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('')
  }

  const named = { ...first, assistantMessageId: 'a1', sessionId: 's1' }

  test.each<[string, Fields, Fields]>([
    ['under the ID of its question', first, first],
    ['under the ID of its answer', named, named],
    [
      'under the ID of its answer, its question without one',
      { id: 'c1', message: { ...first.message, id: undefined }, assistantMessageId: 'a1' },
      { id: 'c1', message: { ...first.message, id: undefined }, assistantMessageId: 'a1' },
    ],
  ])('a send %s goes on from that event, also long after the end', async (_, body, again) => {
    const { services, answer, read } = await cutOff(body)
    const sent = await sendFrom(services, again, read)
    expect(sent.answer.id).toBe(answer.id)
    expect(await textFrom(services, sent)).toBe('two')
    await finish(services)
    await services.clock.advance(600_000)
    const late = await sendFrom(services, again, read)
    expect(late.answer.id).toBe(answer.id)
    expect(await textFrom(services, late)).toBe('two')
    expect(services.model.calls).toHaveLength(1)
  })

  test('a send for another answer goes on in that answer, and does not ask again', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, first)
    const regenerate = { id: 'c1', trigger: 'regenerate-message', messages: [first.message] }
    const { answer } = await sendFrom(services, regenerate)
    await say(services, 'One ')
    const events = (await (await services.streams.follow(answer)).read()) ?? []
    await say(services, 'two')
    const sent = await sendFrom(services, regenerate, events.at(-1)?.cursor)
    expect(sent.answer.id).toBe(answer.id)
    expect(await textFrom(services, sent)).toBe('two')
  })

  test('a send that lets an answer go on attaches to the session that it began', async () => {
    const { services, answer } = await cutOff()
    await cancelMessage.run(callBy('ann', services), { messageId: answer.id })
    const goOn = {
      id: 'c1',
      trigger: 'continue-message',
      messageId: answer.id,
      sessionId: 's2',
    }
    const { after } = await sendFrom(services, goOn)
    await say(services, 'three ')
    const events = (await (await services.streams.follow(answer, after)).read()) ?? []
    await say(services, 'four')
    const sent = await sendFrom(services, goOn, events.at(-1)?.cursor)
    expect(await textFrom(services, sent)).toBe('four')
    expect(services.model.calls).toHaveLength(2)
  })

  test.each<[string, Fields, string | undefined]>([
    ['of another question', { id: 'c1', message: question('Q2', 'q2') }, undefined],
    ['that is no cursor', { id: 'c1', message: question('Q2', 'q2') }, 'what'],
    ['of a session that is not there', { id: 'c1', message: question('Q2', 'q2') }, 's9:1'],
  ])('a send is another one where the event is one %s', async (_, body, lastEventId) => {
    const { services, answer, read } = await cutOff()
    await finish(services)
    const sent = await sendFrom(services, body, lastEventId ?? read)
    expect(sent.answer.id).not.toBe(answer.id)
    expect(sent.after).toBeUndefined()
  })

  test('P12 a send is another one where the event is somebody else’s', async () => {
    const { services, answer, read } = await cutOff()
    const sent = await sendFrom(services, first, read, 'bob').catch((error: unknown) => error)
    expect(sent).toMatchObject({ code: 'id_conflict', details: { field: 'id' } })
    const own = await sendFrom(services, { message: first.message }, read, 'bob')
    expect(own.answer.id).not.toBe(answer.id)
    expect(own.after).toBeUndefined()
  })
})

describe('R11 a grace that a sender asks for', () => {
  test('a grace may be as long as the server’s, and a longer one is refused and writes nothing', async () => {
    const services = createTestServices()
    const withGrace = (graceMs: number) => ({ ...first, options: { graceMs } })
    await expect(send(services, withGrace(30_001))).rejects.toMatchObject({
      code: 'bad_request',
      details: { field: 'options.graceMs', limit: 30_000 },
    })
    expect(await services.database.chats.find('ann', 'c1')).toBeUndefined()
    expect((await send(services, withGrace(30_000))).status).toBe('active')
  })

  test.each<[string, Fields]>([
    ['a question', { messages: [question('Q2', 'q2')] }],
    ['another answer', { trigger: 'regenerate-message' }],
    ['an answer that goes on', { trigger: 'continue-message' }],
  ])('P8 the grace applies to %s', async (_, fields) => {
    const services = createTestServices()
    await sendAndAnswer(services, first)
    await services.database.chats.update('ann', 'c1', { keepGoing: true }, 9)
    const body = { id: 'c1', ...fields, options: { graceMs: 0 } }
    const { answer, after } = await sendFrom(services, body)
    const response = await services.streams.follow(answer, after, 'sender')
    const other = await services.streams.follow(answer)
    await say(services, 'Some')
    response.leave()
    await services.clock.advance(0)
    expect(await services.database.messages.find('ann', answer.id)).toMatchObject({
      status: 'cancelled',
      endReason: 'disconnect',
      receipt: { graceMs: 0 },
    })
    other.leave()
  })
})
