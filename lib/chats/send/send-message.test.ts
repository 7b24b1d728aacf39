import { describe, expect, test, vi } from 'vitest'
import { createChat } from '@/lib/chats/change/create-chat'
import { updateChat } from '@/lib/chats/change/update-chat'
import { followMessage } from '@/lib/chats/follow/follow-message'
import { listModels } from '@/lib/chats/models/list-models'
import { readSettings } from '@/lib/chats/models/read-settings'
import { updateSettings } from '@/lib/chats/models/update-settings'
import { readChat } from '@/lib/chats/read/read-chat'
import { readMessage } from '@/lib/chats/read/read-message'
import { cancelMessage } from '@/lib/chats/stop/cancel-message'
import { sendRequestSchema } from '@/lib/contract/request'
import { idsOf } from '@/lib/db/testing/answer-start'
import { interruptAll } from '@/lib/db/testing/interrupt-all'
import { callBy } from '@/lib/testing/calls'
import { letStepsPass } from '@/lib/testing/let-steps-pass'
import { member } from '@/lib/testing/senders'
import { createTestServices, type TestServices } from '@/lib/testing/test-services'
import { findOrStartAnswer } from './send-message'

type Fields = Record<string, unknown>

const question = (text: string, id?: string) => ({
  ...(id !== undefined && { id }),
  role: 'user',
  parts: [{ type: 'text', text }],
})

/** Sends the body of a client's request as this person. */
const sendAs = async (services: TestServices, person: string, body: Fields) => {
  const { answer } = await findOrStartAnswer(
    services,
    member(person),
    sendRequestSchema.parse(body),
  )
  return answer
}

const send = (services: TestServices, body: Fields) => sendAs(services, 'ann', body)

/** Sends a question and lets the model answer it. */
async function sendAndAnswer(services: TestServices, body: Fields, text: string) {
  const answer = await send(services, body)
  const { clock, model } = services
  await clock.advance(0)
  model.calls.at(-1)?.say(text)
  model.calls.at(-1)?.finish()
  await clock.advance(0)
  return answer
}

const pathOf = async (services: TestServices, chatId = 'c1') =>
  (await readChat.run(callBy('ann', services), { chatId, limit: 200 })).messages

const promptOf = ({ model }: TestServices) =>
  model.calls.at(-1)?.options.prompt.map(({ role, content }) => {
    const texts = typeof content === 'string' ? [] : content
    return `${role}: ${texts.map((part) => (part.type === 'text' ? part.text : '')).join('')}`
  })

const conflict = (field: string) => ({ code: 'id_conflict', details: { field } })

describe('a question', () => {
  test('a question begins a chat, calls the model and streams the answer into the database', async () => {
    const services = createTestServices()
    const { clock, model, streams } = services
    const answer = await send(services, {
      id: 'c1',
      message: question('What is this?', 'q1'),
      assistantMessageId: 'a1',
    })
    expect(answer).toMatchObject({ id: 'a1', chatId: 'c1', parentId: 'q1', status: 'active' })
    await clock.advance(0)
    expect(promptOf(services)).toEqual(['user: What is this?'])
    model.calls[0]?.say('A ')
    await clock.advance(0)
    expect(await readMessage.run(callBy('ann', services), { messageId: 'a1' })).toMatchObject({
      parts: [{ type: 'text', text: 'A ', state: 'streaming' }],
      metadata: { status: 'active', canCancel: true, textLength: 2 },
    })
    model.calls[0]?.say('test.')
    model.calls[0]?.finish()
    await clock.advance(0)
    expect(streams.activeCount).toBe(0)
    expect(await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 200 })).toMatchObject(
      {
        title: 'What is this?',
        leafId: 'a1',
        activeMessageId: null,
        messages: [
          { id: 'q1', role: 'user' },
          { id: 'a1', parts: [{ text: 'A test.' }], metadata: { status: 'completed' } },
        ],
      },
    )
  })

  test('a question needs no IDs: the server makes them', async () => {
    const services = createTestServices()
    const answer = await send(services, { message: question('Hello') })
    const ids = [answer.id, answer.chatId, answer.parentId, answer.sessionId]
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect(new Set(ids).size).toBe(4)
  })

  test('a question whose ID is taken, even by its own answer, gets a new one', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, { id: 'c1', message: question('One', 'q1') }, 'x')
    const second = await send(services, { id: 'c2', message: question('Two', 'q1') })
    expect(second.parentId).not.toBe('q1')
    const third = await send(services, { message: question('Hi', 'x'), assistantMessageId: 'x' })
    expect(third.id).toBe('x')
    expect(third.parentId).not.toBe('x')
  })

  test('a question may have 100,000 characters, and a longer one writes nothing', async () => {
    const services = createTestServices()
    const long = (length: number) =>
      send(services, { id: 'c1', message: question('x'.repeat(length)) })
    await expect(long(100_001)).rejects.toMatchObject({
      code: 'too_large',
      details: { field: 'message', limit: 100_000 },
    })
    expect(await services.database.chats.find('ann', 'c1')).toBeUndefined()
    expect((await long(100_000)).status).toBe('active')
  })

  test('a question carries the settings of its chat to the model', async () => {
    const services = createTestServices()
    await createChat.run(callBy('ann', services), { id: 'c1' })
    const settings = { systemPrompt: 'Be brief.', temperature: 0, maxOutputTokens: 9 }
    await services.database.chats.update('ann', 'c1', { settings }, 9)
    await send(services, { id: 'c1', message: question('Hello') })
    expect(services.model.calls[0]?.options).toMatchObject({
      temperature: 0,
      maxOutputTokens: 9,
      prompt: [{ role: 'system', content: 'Be brief.' }, { role: 'user' }],
    })
  })
})

describe('the input tokens', () => {
  test('R23 the input tokens of an answer include the system prompt', async () => {
    const services = createTestServices()
    await createChat.run(callBy('ann', services), { id: 'c1' })
    const settings = { systemPrompt: 'word '.repeat(500) }
    await services.database.chats.update('ann', 'c1', { settings }, 9)
    const answer = await send(services, { id: 'c1', message: question('Hello') })
    await services.streams.cancel(answer.ownerId, answer.id, { reason: 'user' })
    const stopped = await services.database.messages.find('ann', answer.id)
    expect(stopped?.usage?.inputTokens).toBeGreaterThan(500)
  })
})

describe('the model', () => {
  test('the model is the one that was asked for, and the chat keeps it', async () => {
    const services = createTestServices()
    const { otherModel, clock } = services
    const body = { id: 'c1', message: question('Hello'), model: 'test/other' }
    expect((await send(services, body)).model).toBe('test/other')
    otherModel.calls[0]?.finish()
    await clock.advance(0)
    expect((await send(services, { id: 'c1', message: question('And?') })).model).toBe('test/other')
  })

  test('the model of a chat gives way to the default when it is not configured any more', async () => {
    const services = createTestServices()
    const chat = { id: 'c1', ownerId: 'ann', title: 'Old', model: 'gone/model', settings: {} }
    await services.database.chats.create(chat, 1)
    const answer = await send(services, { id: 'c1', message: question('Hello') })
    expect(answer.model).toBe('test/model')
  })

  test('a model that is not configured is refused, and nothing is written', async () => {
    const services = createTestServices()
    const body = { id: 'c1', message: question('Hello'), model: 'test/missing' }
    await expect(send(services, body)).rejects.toMatchObject({ code: 'model_unavailable' })
    expect(await services.database.chats.find('ann', 'c1')).toBeUndefined()
  })
})

describe('the parent of a question', () => {
  /** q1 ─ a1 ─ q2 ─ a2 */
  async function twoTurns() {
    const services = createTestServices()
    const turn = (n: number) => ({
      id: 'c1',
      message: question(`Q${n}`, `q${n}`),
      assistantMessageId: `a${n}`,
    })
    await sendAndAnswer(services, turn(1), 'A1')
    await sendAndAnswer(services, turn(2), 'A2')
    return services
  }
  const third = { id: 'c1', message: question('Q3', 'q3') }
  const parentOfThird = async (services: TestServices) =>
    (await services.database.messages.find('ann', 'q3'))?.parentId

  test.each<[string, Fields, string | null]>([
    ['the leaf of the chat where nothing is said', third, 'a2'],
    ['the one that is named', { ...third, parentId: 'a1' }, 'a1'],
    ['none where it is to be a new root', { ...third, parentId: null }, null],
    [
      'the message before the last',
      { id: 'c1', messages: [{ id: 'a1', role: 'assistant' }, third.message] },
      'a1',
    ],
    [
      'the leaf where the message before the last is not known',
      { id: 'c1', messages: [{ id: 'stranger', role: 'assistant' }, third.message] },
      'a2',
    ],
  ])('the parent is %s', async (_, body, parent) => {
    const services = await twoTurns()
    await send(services, body)
    expect(await parentOfThird(services)).toBe(parent)
  })

  test('the parent leads the model along its own path only', async () => {
    const services = await twoTurns()
    await send(services, { ...third, parentId: 'a1' })
    expect(promptOf(services)).toEqual(['user: Q1', 'assistant: A1', 'user: Q3'])
  })

  test.each(['missing', 'elsewhere'])('the parent cannot be %s', async (parentId) => {
    const services = await twoTurns()
    await sendAndAnswer(services, { id: 'c2', message: question('x', 'elsewhere') }, 'y')
    await expect(send(services, { ...third, parentId })).rejects.toMatchObject({
      code: 'not_found',
      details: { field: 'parentId' },
    })
    expect(await parentOfThird(services)).toBeUndefined()
  })
})

describe('an edit', () => {
  const first = { id: 'c1', message: question('Q1', 'q1'), assistantMessageId: 'a1' }
  const edit = (messageId: string, text: string) => ({
    id: 'c1',
    messageId,
    message: question(text, 'q1'),
  })

  test('an edit is a sibling with a new ID, and is answered on its own', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, first, 'A1')
    const answer = await sendAndAnswer(services, edit('q1', 'Q1 better'), 'A2')
    expect(answer.parentId).not.toBe('q1')
    expect(promptOf(services)).toEqual(['user: Q1 better'])
    expect(await readMessage.run(callBy('ann', services), { messageId: 'q1' })).toMatchObject({
      parts: [{ text: 'Q1' }],
      metadata: { siblingIds: ['q1', answer.parentId] },
    })
    expect(idsOf(await pathOf(services))).toEqual([answer.parentId, answer.id])
  })

  test('R20 the old ID of a question that was edited twice means its newest edit', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, first, 'A1')
    await sendAndAnswer(services, edit('q1', 'better'), 'A2')
    const best = await sendAndAnswer(services, edit('q1', 'best'), 'A3')
    const again = await send(services, { id: 'c1', trigger: 'regenerate-message', messageId: 'q1' })
    expect(again.parentId).toBe(best.parentId)
  })

  test('an edit in the middle leaves out the messages after it', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, first, 'A1')
    await sendAndAnswer(services, { id: 'c1', message: question('Q2', 'q2') }, 'A2')
    await send(services, { ...edit('q2', 'Q2 better'), message: question('Q2 better') })
    expect(promptOf(services)).toEqual(['user: Q1', 'assistant: A1', 'user: Q2 better'])
  })

  test.each<[string, Fields]>([
    ['a message that is not there', { messageId: 'missing' }],
    ['an answer', { messageId: 'a1' }],
    ['a message of another chat', { id: 'c2', messageId: 'q1' }],
  ])('an edit of %s is refused as not found', async (_, fields) => {
    const services = createTestServices()
    await sendAndAnswer(services, first, 'A1')
    await createChat.run(callBy('ann', services), { id: 'c2' })
    const body = { ...edit('q1', 'x'), ...fields }
    await expect(send(services, body)).rejects.toMatchObject({
      code: 'not_found',
      details: { field: 'messageId' },
    })
  })
})

describe('the title of a chat', () => {
  const first = { id: 'c1', message: question('# What is **this**?', 'q1') }
  const edit = { id: 'c1', messageId: 'q1', message: question('`What` was it?', 'q2') }
  const titleOfChat = async (services: TestServices) =>
    (await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 1 })).title

  test('the title is made of the first question, and again of each edit of it', async () => {
    const services = createTestServices()
    const told: string[] = []
    services.bus.subscribe('ann', (event) => {
      if (event.type === 'chat-changed') told.push(event.chat.title)
    })
    await sendAndAnswer(services, first, 'A1')
    expect(await titleOfChat(services)).toBe('What is this?')
    await sendAndAnswer(services, { id: 'c1', message: question('And then?', 'q3') }, 'A2')
    expect(await titleOfChat(services)).toBe('What is this?')
    await sendAndAnswer(services, edit, 'A3')
    expect(await titleOfChat(services)).toBe('What was it?')
    expect(told.at(-1)).toBe('What was it?')
    await sendAndAnswer(services, { ...edit, message: question('Another', 'q4') }, 'A4')
    expect(await titleOfChat(services)).toBe('Another')
    // The edit of a later question does not change the title.
    await updateChat.run(callBy('ann', services), { chatId: 'c1', leafId: 'q3' })
    await sendAndAnswer(services, { id: 'c1', messageId: 'q3', message: question('Later') }, 'A5')
    expect(await titleOfChat(services)).toBe('Another')
  })

  test('the title of a chat that was made empty is made of its first question, too', async () => {
    const services = createTestServices()
    await createChat.run(callBy('ann', services), { id: 'c1' })
    await sendAndAnswer(services, first, 'A1')
    expect(await titleOfChat(services)).toBe('What is this?')
  })

  test('a title that the person gives stays, even if it is the one that the chat had', async () => {
    const services = createTestServices()
    await createChat.run(callBy('ann', services), { id: 'c1', title: 'Plans' })
    await sendAndAnswer(services, first, 'A1')
    expect(await titleOfChat(services)).toBe('Plans')

    const others = createTestServices()
    await sendAndAnswer(others, first, 'A1')
    await updateChat.run(callBy('ann', others), { chatId: 'c1', title: 'What is this?' })
    await updateChat.run(callBy('ann', others), { chatId: 'c1', pinned: true })
    await sendAndAnswer(others, edit, 'A2')
    expect(await titleOfChat(others)).toBe('What is this?')
  })

  test('the title stays where the edit is refused', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, first, 'A1')
    await expect(send(services, { ...edit, model: 'no/such' })).rejects.toMatchObject({
      code: 'model_unavailable',
    })
    expect(await titleOfChat(services)).toBe('What is this?')
  })
})

describe('another answer', () => {
  const first = { id: 'c1', message: question('Q1', 'q1'), assistantMessageId: 'a1' }

  test.each<[string, Fields]>([
    ['of an answer', { messageId: 'a1' }],
    ['of its question', { messageId: 'q1' }],
    ['of the last one, where none is named', { id: 'c1' }],
    ['as the stock client asks for it', { id: 'c1', messages: [question('Q1', 'q1')] }],
  ])('another answer %s is a sibling of the first', async (_, fields) => {
    const services = createTestServices()
    await sendAndAnswer(services, first, 'A1')
    const again = await send(services, { trigger: 'regenerate-message', ...fields })
    expect(again).toMatchObject({ parentId: 'q1', siblingIds: ['a1', again.id] })
    expect(promptOf(services)).toEqual(['user: Q1'])
  })

  test.each<[string, Fields, Fields]>([
    ['a message that is not there', { messageId: 'missing' }, { code: 'not_found' }],
    ['a chat that is not there', { id: 'missing' }, { code: 'not_found' }],
    ['a message of another chat', { id: 'c2', messageId: 'a1' }, { code: 'not_found' }],
    ['nothing', {}, { code: 'bad_request', details: { field: 'id' } }],
  ])('another answer to %s is refused', async (_, fields, error) => {
    const services = createTestServices()
    await sendAndAnswer(services, first, 'A1')
    await createChat.run(callBy('ann', services), { id: 'c2' })
    const body = { trigger: 'regenerate-message', ...fields }
    await expect(send(services, body)).rejects.toMatchObject(error)
  })
})

describe('R20 a retry by the stock client, which does not say of which question', () => {
  const first = { id: 'c1', message: question('Q1', 'q1'), assistantMessageId: 'a1' }
  const retry = (...messages: Fields[]) => ({ id: 'c1', trigger: 'regenerate-message', messages })

  test.each<[string, Fields[], string[]]>([
    [
      'sends the question that was never sent',
      [question('Q1', 'q1'), { id: 'a1', role: 'assistant' }, question('Q2', 'q2')],
      ['user: Q1', 'assistant: A1', 'user: Q2'],
    ],
    [
      'edits the question that was never edited',
      [question('Q1 better', 'q1')],
      ['user: Q1 better'],
    ],
    ['knows a question under another ID by its text', [question('Q1', 'taken')], ['user: Q1']],
  ])('a retry %s', async (_, messages, prompt) => {
    const services = createTestServices()
    await sendAndAnswer(services, first, 'A1')
    await send(services, retry(...messages))
    await services.clock.advance(0)
    expect(promptOf(services)).toEqual(prompt)
  })

  test('a retry answers the newest edit again, which the client knows by its old ID', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, first, 'A1')
    const edit = { id: 'c1', messageId: 'q1', message: question('Q1 better', 'q1') }
    const edited = await sendAndAnswer(services, edit, 'A2')
    const again = await send(services, retry(question('Q1 better', 'q1')))
    expect(again).toMatchObject({ parentId: edited.parentId, siblingIds: [edited.id, again.id] })
  })

  test('a retry begins the chat whose first send never came', async () => {
    const services = createTestServices()
    const answer = await send(services, retry(question('Q1', 'q1')))
    expect(answer).toMatchObject({ chatId: 'c1', parentId: 'q1', status: 'active' })
    expect(idsOf(await pathOf(services))).toEqual(['q1', answer.id])
  })
})

describe('an answer ID that was sent before', () => {
  const body = { id: 'c1', message: question('Q1', 'q1'), assistantMessageId: 'a1' }

  test('an answer ID with the same question attaches, and replays an answer that has ended', async () => {
    const services = createTestServices()
    const answer = await send(services, body)
    const again = await send(services, { ...body, message: question('Q1', 'another') })
    expect(again).toEqual(answer)
    expect(services.model.calls).toHaveLength(1)
    services.model.calls[0]?.say('Hello')
    services.model.calls[0]?.finish()
    await services.clock.advance(0)
    expect(await send(services, body)).toMatchObject({ id: 'a1', status: 'completed' })
    expect(services.model.calls).toHaveLength(1)
    expect(await pathOf(services)).toHaveLength(2)
  })

  test.each<[string, Fields]>([
    ['another question', { ...body, message: question('Q2', 'q1') }],
    ['another chat', { ...body, id: 'c2' }],
    ['the ID of a question', { ...body, assistantMessageId: 'q1' }],
    [
      'another question to answer again',
      {
        id: 'c1',
        trigger: 'regenerate-message',
        messageId: 'q0',
        assistantMessageId: 'a1',
      },
    ],
  ])('an answer ID with %s is a conflict, and nothing changes', async (_, other) => {
    const services = createTestServices()
    await sendAndAnswer(
      services,
      { id: 'c1', message: question('Q0', 'q0'), assistantMessageId: 'a0' },
      'A0',
    )
    const answer = await send(services, body)
    await expect(send(services, other)).rejects.toMatchObject(conflict('assistantMessageId'))
    expect(services.streams.isActive('a1')).toBe(true)
    expect(await services.database.messages.find('ann', 'a1')).toEqual(answer)
  })

  test('P12 an answer ID of somebody else is a conflict, and stops none of the sender’s own answers', async () => {
    const services = createTestServices()
    await sendAs(services, 'bob', { id: 'bobs', message: question('?'), assistantMessageId: 'b1' })
    await send(services, body)
    const stolen = { id: 'c1', message: question('Q2'), assistantMessageId: 'b1' }
    await expect(send(services, stolen)).rejects.toMatchObject(conflict('assistantMessageId'))
    expect(services.streams.isActive('b1')).toBe(true)
    expect(services.streams.isActive('a1')).toBe(true)
  })

  test('an answer ID that is sent twice at the same moment is one answer', async () => {
    const services = createTestServices()
    for (let offset = 0; offset < 25; offset += 1) {
      const id = `a${offset}`
      const turn = { id: `c${offset}`, message: question('Q1'), assistantMessageId: id }
      const first = send(services, turn)
      await letStepsPass(offset)
      const second = send(services, turn)
      expect(await Promise.all([first, second])).toMatchObject([{ id }, { id }])
      expect(services.streams.isActive(id), `after ${offset} steps`).toBe(true)
      await cancelMessage.run(callBy('ann', services), { messageId: id })
    }
  })
})

describe('P12 a request for somebody else’s chats and messages', () => {
  test.each<[string, Fields, Fields]>([
    ['a chat', { id: 'bobs', message: question('Mine?') }, conflict('id')],
    [
      'a parent',
      { id: 'c1', message: question('x'), parentId: 'b1' },
      { code: 'not_found', details: { field: 'parentId' } },
    ],
    [
      'a question to edit',
      { id: 'c1', message: question('x'), messageId: 'bq' },
      { code: 'not_found', details: { field: 'messageId' } },
    ],
    [
      'an answer to have again',
      { trigger: 'regenerate-message', messageId: 'b1' },
      { code: 'not_found', details: { field: 'messageId' } },
    ],
    [
      'a chat to answer again',
      { trigger: 'regenerate-message', id: 'bobs' },
      { code: 'not_found', details: { field: 'id' } },
    ],
  ])('%s of somebody else is refused like a missing one', async (_, body, error) => {
    const services = createTestServices()
    const bobs = { id: 'bobs', message: question('Secret?', 'bq'), assistantMessageId: 'b1' }
    await sendAs(services, 'bob', bobs)
    await createChat.run(callBy('ann', services), { id: 'c1' })
    await expect(send(services, body)).rejects.toMatchObject(error)
    expect(services.model.calls).toHaveLength(1)
  })
})

describe('a chat that is answering', () => {
  const first = { id: 'c1', message: question('Q1', 'q1'), assistantMessageId: 'a1' }
  const second = { id: 'c1', message: question('Q2', 'q2'), assistantMessageId: 'a2' }

  test('a chat refuses the next question while somebody follows the answer, and writes nothing', async () => {
    const services = createTestServices()
    await send(services, first)
    await followMessage.run(callBy('ann', services), { messageId: 'a1' })
    const refusal = send(services, second).catch((error: unknown) => error)
    await services.clock.advance(250)
    expect(await refusal).toMatchObject({ code: 'stream_active', details: { messageId: 'a1' } })
    expect(await services.database.messages.find('ann', 'q2')).toBeUndefined()
    expect(services.streams.isActive('a1')).toBe(true)
  })

  test.each([
    ['R6 an answer gives way to a send that asks for it', true, { supersede: true }],
    ['an answer that nobody follows gives way to any send', false, {}],
  ])('%s', async (_, followed, options) => {
    const services = createTestServices()
    await send(services, first)
    services.model.calls[0]?.say('Partial')
    await services.clock.advance(0)
    if (followed) await followMessage.run(callBy('ann', services), { messageId: 'a1' })
    await send(services, { ...second, options })
    expect(services.model.calls[0]?.options.abortSignal?.aborted).toBe(true)
    expect(await services.database.messages.find('ann', 'a1')).toMatchObject({
      status: 'cancelled',
      endReason: 'superseded',
      parts: [{ text: 'Partial' }],
    })
    expect(services.streams.isActive('a2')).toBe(true)
    expect(promptOf(services)).toEqual(['user: Q1', 'assistant: Partial', 'user: Q2'])
  })

  test('R20 a chat gives way when the reader of its answer is only just leaving', async () => {
    const services = createTestServices()
    await send(services, first)
    const reader = await followMessage.run(callBy('ann', services), { messageId: 'a1' })
    const sent = send(services, second)
    await services.clock.advance(100)
    reader?.leave()
    await services.clock.advance(10)
    expect(await sent).toMatchObject({ id: 'a2', status: 'active' })
    expect(await readMessage.run(callBy('ann', services), { messageId: 'a1' })).toMatchObject({
      metadata: { status: 'cancelled', endReason: 'superseded' },
    })
  })

  test('P5 a chat does not keep another chat from answering', async () => {
    const services = createTestServices()
    await send(services, first)
    await send(services, { ...second, id: 'c2' })
    expect(services.streams.activeCount).toBe(2)
  })
})

describe('R13 a person', () => {
  test('a person may have only so many answers at once, and a send beyond that writes nothing', async () => {
    const services = createTestServices()
    for (const id of ['c1', 'c2', 'c3']) await send(services, { id, message: question('?') })
    await expect(send(services, { id: 'c4', message: question('?') })).rejects.toMatchObject({
      code: 'too_many_streams',
      details: { limit: 3 },
    })
    expect(await services.database.chats.find('ann', 'c4')).toBeUndefined()
    const ofBob = await sendAs(services, 'bob', { message: question('?') })
    expect(ofBob.status).toBe('active')
  })

  test('a person is told when the server is shutting down', async () => {
    const services = createTestServices()
    await services.streams.shutdown(0)
    await expect(send(services, { message: question('?') })).rejects.toMatchObject({
      code: 'draining',
    })
  })
})

describe('P4 a stop while the send is on its way', () => {
  test('a stop finds no such message, or ends the answer for good, at every step of the send', async () => {
    const services = createTestServices()
    const outcomes = new Set<string>()
    for (let offset = 0; offset < 60; offset += 1) {
      const id = `a${offset}`
      const sending = send(services, { message: question('Q1'), assistantMessageId: id })
      await letStepsPass(offset)
      const { outcome } = await cancelMessage
        .run(callBy('ann', services), { messageId: id })
        .catch((error: { code: string }) => ({ outcome: error.code }))
      await sending
      outcomes.add(outcome)
      expect(services.streams.isActive(id), `${outcome} after ${offset} steps`).toBe(
        outcome === 'not_found',
      )
      await cancelMessage.run(callBy('ann', services), { messageId: id })
    }
    expect([...outcomes].toSorted()).toEqual(['cancelled', 'not_found'])
  })
})

describe('P4 a stop that overtakes its send', () => {
  const stopFirst = (services: TestServices, person: string) =>
    cancelMessage.run(callBy(person, services), { messageId: 'a1', beforeStart: true })
  const body = { id: 'c1', message: question('Q1', 'q1'), assistantMessageId: 'a1' }

  test('the stop wins: the question is stored, the answer is empty, the model is never called', async () => {
    const services = createTestServices()
    expect(await stopFirst(services, 'ann')).toEqual({ outcome: 'pending', messageId: 'a1' })
    const answer = await send(services, body)
    await services.clock.advance(0)
    expect(answer).toMatchObject({ status: 'cancelled', endReason: 'user' })
    expect(services.model.calls).toEqual([])
    expect(services.streams.activeCount).toBe(0)
    expect(idsOf(await pathOf(services))).toEqual(['q1', 'a1'])
    expect(await stopFirst(services, 'ann')).toMatchObject({ outcome: 'already_ended', text: '' })
  })

  test.each([1, -1])(
    'the stop waits for 30 s, also where the clock is set by %i day',
    async (days) => {
      const set = days * 24 * 60 * 60 * 1000
      const wins = createTestServices()
      await stopFirst(wins, 'ann')
      wins.clock.jump(set)
      await wins.clock.advance(29_000)
      expect(await send(wins, body)).toMatchObject({ status: 'cancelled' })
      const late = createTestServices()
      await stopFirst(late, 'ann')
      late.clock.jump(set)
      await late.clock.advance(31_000)
      expect(await send(late, body)).toMatchObject({ status: 'active' })
    },
  )

  test('P2 the stop is told to everybody who follows the person', async () => {
    const services = createTestServices()
    await stopFirst(services, 'ann')
    const feed = await services.streams.followPerson('ann')
    await send(services, body)
    // The chat's change comes with them: its ID says that everything before it was brought.
    const events = (await feed.read()) ?? []
    const chunks = events.flatMap(({ event }) => ('chunk' in event ? [event.chunk.type] : []))
    expect(events.some(({ event }) => 'chat' in event)).toBe(true)
    expect(chunks).toEqual(['start', 'finish', 'abort'])
  })

  test('P12 the stop does nothing to a send of somebody else', async () => {
    const services = createTestServices()
    expect(await stopFirst(services, 'bob')).toMatchObject({ outcome: 'pending' })
    expect(await send(services, body)).toMatchObject({ status: 'active' })
  })
})

describe('an answer that goes on', () => {
  const body = { id: 'c1', message: question('Q1', 'q1'), assistantMessageId: 'a1' }
  const goOn = { trigger: 'continue-message', id: 'c1' }

  /** An answer that was stopped after `A lo`. */
  async function stoppedAnswer(streams: { maxCharacters?: number } = {}) {
    const services = createTestServices({}, streams)
    await send(services, body)
    await services.clock.advance(0)
    services.model.calls[0]?.say('A lo')
    await services.clock.advance(0)
    await cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
    return services
  }

  test('an answer keeps its text and adds to it, in a new session of the same message', async () => {
    const services = await stoppedAnswer()
    const before = await services.database.messages.find('ann', 'a1')
    const answer = await send(services, goOn)
    expect(answer).toMatchObject({ id: 'a1', status: 'active', endReason: null })
    expect(answer.sessionId).not.toBe(before?.sessionId)
    await services.clock.advance(0)
    expect(promptOf(services)?.slice(0, 2)).toEqual(['user: Q1', 'assistant: A lo'])
    services.model.calls[1]?.say('t.')
    services.model.calls[1]?.finish()
    await services.clock.advance(0)
    expect(await services.database.messages.find('ann', 'a1')).toMatchObject({
      status: 'completed',
      textLength: 6,
      parts: [{ text: 'A lo' }, { text: 't.' }],
      receipt: null,
    })
  })

  test('the sender gets only the new text, while a reader without a cursor gets all of it', async () => {
    const services = await stoppedAnswer()
    const request = sendRequestSchema.parse(goOn)
    const { answer, after } = await findOrStartAnswer(services, member('ann'), request)
    const feeds = [
      await services.streams.follow(answer, after),
      await services.streams.follow(answer),
    ]
    await services.clock.advance(0)
    services.model.calls[1]?.say('t.')
    await services.clock.advance(0)
    const texts = await Promise.all(
      feeds.map(async (feed) =>
        ((await feed.read()) ?? [])
          .map(({ chunk }) => (chunk.type === 'text-delta' ? chunk.delta : ''))
          .join(''),
      ),
    )
    expect(texts).toEqual(['t.', 'A lot.'])
  })

  test('an answer can be stopped again at the place that the person had read to', async () => {
    const services = await stoppedAnswer()
    await send(services, goOn)
    await services.clock.advance(0)
    services.model.calls[1]?.say('t more')
    await services.clock.advance(0)
    await cancelMessage.run(callBy('ann', services), { messageId: 'a1', seenTextLength: 5 })
    expect(await services.database.messages.find('ann', 'a1')).toMatchObject({
      parts: [{ text: 'A lo' }, { text: 't' }],
    })
  })

  test('an answer keeps the text of earlier sessions, however little a later stop says was seen', async () => {
    const services = await stoppedAnswer()
    await send(services, goOn)
    await services.clock.advance(0)
    services.model.calls[1]?.say('t more')
    await services.clock.advance(0)
    expect(
      await cancelMessage.run(callBy('ann', services), { messageId: 'a1', seenTextLength: 1 }),
    ).toMatchObject({
      text: 'A lo',
    })
  })

  test.each(['A lot', 'A👨‍👩‍👧'])(
    'P11 an answer of the maximum length is refused, and the model is not asked: %s',
    async (text) => {
      const services = createTestServices({}, { maxCharacters: 5 })
      await sendAndAnswer(services, body, `${text} and more`)
      await expect(send(services, goOn)).rejects.toMatchObject({
        code: 'too_large',
        details: { limit: 5 },
      })
      expect(services.model.calls).toHaveLength(1)
      expect(await services.database.messages.find('ann', 'a1')).toMatchObject({
        status: 'completed',
        endReason: 'length',
      })
    },
  )

  test('P11 an answer is not refused as long as there is room', async () => {
    const services = await stoppedAnswer({ maxCharacters: 5 })
    expect(await send(services, goOn)).toMatchObject({ status: 'active' })
  })

  test('P9 an answer keeps the text of every session when the process dies', async () => {
    const services = await stoppedAnswer()
    await send(services, goOn)
    await services.clock.advance(0)
    services.model.calls[1]?.say('t.')
    await services.clock.advance(150)
    const before = await services.database.messages.find('ann', 'a1')
    await interruptAll(services.database.streams, services.clock.now())
    expect(await services.database.messages.find('ann', 'a1')).toMatchObject({
      status: 'interrupted',
      usage: before?.usage,
      parts: [{ text: 'A lo' }, { text: 't.' }],
    })
  })

  test('R6 an answer that is still streaming ends as superseded first', async () => {
    const services = createTestServices()
    await send(services, body)
    await services.clock.advance(0)
    services.model.calls[0]?.say('A lo')
    await services.clock.advance(0)
    const again = await send(services, goOn)
    expect(again).toMatchObject({ id: 'a1', parts: [{ text: 'A lo' }], status: 'active' })
    expect(services.endReasons).toEqual(['superseded'])
  })

  test('P12 an answer is found by its owner only', async () => {
    const services = await stoppedAnswer()
    for (const named of [{ messageId: 'a1' }, { id: 'c1' }]) {
      const attempt = sendAs(services, 'bob', { trigger: 'continue-message', ...named })
      await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

test('a conversation that is too long for its model loses its beginning, and the answer says so', async () => {
  const services = createTestServices()
  const long = ' word'.repeat(100)
  for (const turn of ['1', '2', '3']) {
    await sendAndAnswer(services, { id: 'c1', message: question(`Q${turn}${long}`) }, long)
  }
  const answer = await send(services, {
    id: 'c1',
    message: question(`Q4${long}`),
    model: 'test/other',
  })
  await services.clock.advance(0)
  const prompt = services.otherModel.calls[0]?.options.prompt ?? []
  expect(prompt.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  expect(JSON.stringify(prompt[0])).toContain('Q3')
  expect(await readMessage.run(callBy('ann', services), { messageId: answer.id })).toMatchObject({
    metadata: { leftOutMessages: 4 },
  })
})

test('P11 a conversation of many megabytes is read from a question near its end', async () => {
  const services = createTestServices()
  const long = 'word '.repeat(18_000)
  for (const turn of ['1', '2', '3']) {
    await sendAndAnswer(services, { id: 'c1', message: question(`Q${turn}`) }, long)
  }
  const read = vi.spyOn(services.database.messages, 'conversation')
  const answer = await send(services, {
    id: 'c1',
    message: question('Q4'),
    model: 'test/other',
  })
  await services.clock.advance(0)
  // A context of 1,000 tokens needs no more than 16,000 bytes, and the message that crosses that.
  const [path] = await Promise.all(read.mock.results.map(({ value }) => value as Promise<[]>))
  expect(path).toHaveLength(2)
  expect(await readMessage.run(callBy('ann', services), { messageId: answer.id })).toMatchObject({
    metadata: { leftOutMessages: 6 },
  })

  for (const turn of ['5', '6', '7', '8', '9', '10', '11']) {
    const sent = { id: 'c1', message: question(`Q${turn}`), model: 'test/model' }
    await sendAndAnswer(services, sent, 'x'.repeat(999_999))
  }
  const page = await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 200 })
  expect(page.messages.length).toBeLessThan(16)
  expect(JSON.stringify(page).length).toBeLessThan(7e6)
  const before = await readChat.run(callBy('ann', services), {
    chatId: 'c1',
    limit: 200,
    before: page.before ?? '',
  })
  expect(before.messages.length + page.messages.length).toBe(22)
  expect(before.before).toBeNull()
})

describe('settings', () => {
  test('the settings of a chat reach its model', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, { id: 'c1', message: question('Q1') }, 'A1')
    const settings = {
      systemPrompt: 'Be brief.',
      temperature: 0.3,
      maxOutputTokens: 99,
      reasoningEffort: 'low',
    } as const
    await updateChat.run(callBy('ann', services), { chatId: 'c1', settings })
    expect(await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 1 })).toMatchObject({
      settings,
    })
    await send(services, { id: 'c1', message: question('Q2') })
    await services.clock.advance(0)
    expect(services.model.calls.at(-1)?.options).toMatchObject({
      temperature: 0.3,
      maxOutputTokens: 99,
      reasoning: 'low',
    })
    expect(promptOf(services)?.[0]).toBe('system: ')
    expect(services.model.calls.at(-1)?.options.prompt[0]).toEqual({
      role: 'system',
      content: 'Be brief.',
    })
  })

  test('the settings of a person go into their new chats, and only into those', async () => {
    const services = createTestServices()
    await sendAndAnswer(services, { id: 'c1', message: question('Q1') }, 'A1')
    const usual = { model: 'test/other', settings: { temperature: 1 }, keepGoing: true }
    expect(await updateSettings.run(callBy('ann', services), usual)).toEqual(usual)
    expect(await readSettings.run(callBy('ann', services), {})).toEqual(usual)

    expect((await listModels.run(callBy('ann', services), {})).models).toMatchObject([
      { id: 'test/model', default: false },
      { id: 'test/other', default: true },
    ])

    const answer = await send(services, { id: 'c2', message: question('Q1') })
    expect(answer.model).toBe('test/other')
    expect(await readChat.run(callBy('ann', services), { chatId: 'c2', limit: 1 })).toMatchObject(
      usual,
    )
    expect(await createChat.run(callBy('ann', services), { id: 'c3' })).toMatchObject({
      model: 'test/other',
      keepGoing: true,
    })
    const older = await send(services, { id: 'c1', message: question('Q2') })
    expect(older.model).toBe('test/model')
    expect(await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 1 })).toMatchObject({
      keepGoing: false,
    })
    const foreign = await sendAs(services, 'bob', { id: 'c4', message: question('Q1') })
    expect(foreign.model).toBe('test/model')
  })

  test('the settings of a person change one by one', async () => {
    const services = createTestServices()
    await updateSettings.run(callBy('ann', services), { model: 'test/other' })
    await updateSettings.run(callBy('ann', services), { settings: { temperature: 1 } })
    await updateSettings.run(callBy('ann', services), { keepGoing: true })
    expect(await readSettings.run(callBy('ann', services), {})).toEqual({
      model: 'test/other',
      settings: { temperature: 1 },
      keepGoing: true,
    })
    const none = { model: null, settings: {}, keepGoing: false }
    await updateSettings.run(callBy('ann', services), none)
    expect(await readSettings.run(callBy('ann', services), {})).toEqual(none)
  })

  test('the settings of a person cannot name a model that is not there', async () => {
    const services = createTestServices()
    await expect(
      updateSettings.run(callBy('ann', services), { model: 'test/none' }),
    ).rejects.toMatchObject({
      code: 'model_unavailable',
    })
    const others = { settings: {}, keepGoing: false }
    await services.database.settings.save('ann', { model: 'test/gone', ...others }, 1)
    expect(await readSettings.run(callBy('ann', services), {})).toEqual({ model: null, ...others })
  })
})
