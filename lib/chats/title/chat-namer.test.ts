import { expect, test, vi } from 'vitest'
import type { Notice } from '@/lib/bus/bus'
import { createChat } from '@/lib/chats/change/create-chat'
import { deleteChat } from '@/lib/chats/change/delete-chat'
import { updateChat } from '@/lib/chats/change/update-chat'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { sendRequestSchema } from '@/lib/contract/request'
import { callBy } from '@/lib/testing/calls'
import { member } from '@/lib/testing/senders'
import { createTestServices, type TestServices } from '@/lib/testing/test-services'
import { ChatNamer } from './chat-namer'

const ann = member('ann')
const QUESTION = 'How does it stop? [not a link](x)'

/** A chat `c1` whose first answer has ended as `end` says, and its namer. */
async function endedChat(
  services: TestServices,
  end: 'completed' | 'stopped' | 'failed' = 'completed',
) {
  const { model, clock, database, streams } = services
  const namer = new ChatNamer(services)
  const ask = async (text = QUESTION, more: object = {}) => {
    const { answer } = await findOrStartAnswer(
      services,
      ann,
      sendRequestSchema.parse({
        id: 'c1',
        message: { role: 'user', parts: [{ type: 'text', text }] },
        ...more,
      }),
    )
    await clock.advance(0)
    const call = model.calls.at(-1)
    call?.say('It closes the connection.')
    if (end === 'completed') call?.finish()
    if (end === 'failed') call?.fail(new Error('no'))
    if (end === 'stopped') void streams.cancel(answer.ownerId, answer.id, { reason: 'user' })
    await clock.advance(1_000)
    const ended = await database.messages.find('ann', answer.id)
    if (!ended) throw new Error('the answer is gone')
    model.calls.length = 0
    return ended
  }
  const answer = await ask()
  const title = async () => (await database.chats.find('ann', 'c1'))?.title
  const naming = async () => {
    await vi.waitFor(() => {
      expect(model.calls).toHaveLength(1)
    })
    const [call] = model.calls
    if (!call) throw new Error('nothing was asked')
    return call
  }
  return { namer, answer, ask, title, naming, settled: () => clock.advance(1) }
}

test('a chat is named by its model once its first answer has completed, and its person is told', async () => {
  const services = createTestServices({ user: 1e6 })
  const { namer, answer, title, naming, settled } = await endedChat(services)
  const spentBefore = (await services.budgets.read(ann))?.spent ?? 0
  const heard: Notice[] = []
  services.bus.subscribe('ann', (notice) => heard.push(notice))
  namer.answerEnded(answer, ann)
  const call = await naming()
  expect(call.options.maxOutputTokens).toBe(64)
  const asked = JSON.stringify(call.options.prompt)
  expect(asked).toContain('How does it stop?')
  expect(asked).toContain('It closes the connection.')
  call.say('**How a stop ')
  call.say('works**\n')
  call.finish()
  await settled()
  expect(await title()).toBe('How a stop works')
  expect(heard).toMatchObject([
    { type: 'chat-changed', chat: { id: 'c1', title: 'How a stop works' } },
  ])
  // As the test's model counts: 3 tokens of the question, 5 of the answer.
  expect((await services.budgets.read(ann))?.spent).toBe(spentBefore + 8)
  expect(services.clock.pending).toBe(0)
})

test('a chat that was made without a title is named, too', async () => {
  const services = createTestServices()
  await createChat.run(callBy('ann', services), { id: 'c1' })
  const { namer, answer, title, naming, settled } = await endedChat(services)
  namer.answerEnded(answer, ann)
  const call = await naming()
  call.say('How it stops')
  call.finish()
  await settled()
  expect(await title()).toBe('How it stops')
})

test('a chat is named once, by its first question and its first answer alone', async () => {
  const services = createTestServices()
  const { namer, answer, ask, settled } = await endedChat(services)
  const second = await ask('And then?')
  namer.answerEnded(second, ann)
  const other = await ask('x', { trigger: 'regenerate-message', messageId: answer.id })
  namer.answerEnded(other, ann)
  await updateChat.run(callBy('ann', services), { chatId: 'c1', title: 'Mine' })
  namer.answerEnded(answer, ann)
  await settled()
  expect(services.model.calls).toEqual([])
})

test.each(['stopped', 'failed'] as const)(
  'a chat whose answer was %s keeps its title',
  async (end) => {
    const services = createTestServices()
    const { namer, answer, settled } = await endedChat(services, end)
    namer.answerEnded(answer, ann)
    await settled()
    expect(services.model.calls).toEqual([])
  },
)

test('a chat keeps its title where the tokens of the day are spent, and the model is not asked', async () => {
  const services = createTestServices({ user: 40 })
  const { namer, answer, settled } = await endedChat(services)
  namer.answerEnded(answer, ann)
  await settled()
  expect(services.model.calls).toEqual([])
})

test('a chat of a model that says the same to everybody keeps its title', async () => {
  const services = createTestServices()
  const { namer, answer, settled } = await endedChat(services)
  const model = services.models.find('test/model')
  vi.spyOn(services.models, 'find').mockReturnValue(model && { ...model, scripted: true })
  namer.answerEnded(answer, ann)
  await settled()
  expect(services.model.calls).toEqual([])
})

test.each([
  ['fails', (call: Call) => call.fail(new Error('secret words'))],
  [
    'is cut off',
    (call: Call) => {
      call.say('A name')
      call.finish('length')
    },
  ],
  ['says nothing', (call: Call) => call.finish()],
  ['says too much', (call: Call) => call.say('many words '.repeat(60))],
])('a chat keeps its title where its model %s', async (_, end) => {
  const services = createTestServices()
  const warn = vi.spyOn(services.log, 'warn')
  const { namer, answer, title, naming, settled } = await endedChat(services)
  const before = await title()
  namer.answerEnded(answer, ann)
  const call = await naming()
  end(call)
  await settled()
  expect(await title()).toBe(before)
  expect(JSON.stringify(warn.mock.calls)).not.toContain('words')
  expect(services.clock.pending).toBe(0)
  expect(services.model.calls).toHaveLength(1)
})

type Call = Awaited<ReturnType<Awaited<ReturnType<typeof endedChat>>['naming']>>

test.each<[string, (services: TestServices, namer: ChatNamer) => Promise<unknown>]>([
  ['the deadline is over', ({ clock }) => clock.advance(15_000)],
  [
    'it is renamed',
    (services) => updateChat.run(callBy('ann', services), { chatId: 'c1', title: 'Mine' }),
  ],
  ['it is deleted', (services) => deleteChat.run(callBy('ann', services), { chatId: 'c1' })],
  [
    'its person is',
    async ({ bus }) => {
      bus.publish('ann', { type: 'person-deleted' })
    },
  ],
  ['the server shuts down', (_, namer) => namer.shutdown()],
])('a call that names a chat is aborted when %s', async (_, happen) => {
  const services = createTestServices({ user: 1e6 })
  const { namer, answer, title, naming, settled } = await endedChat(services)
  const spentBefore = (await services.budgets.read(ann))?.spent ?? 0
  namer.answerEnded(answer, ann)
  const call = await naming()
  call.say('Too late')
  expect(call.options.abortSignal?.aborted).toBe(false)
  await happen(services, namer)
  expect(call.options.abortSignal?.aborted).toBe(true)
  const then = await title()
  call.finish()
  await settled()
  expect(await title()).toBe(then)
  expect(then).not.toBe('Too late')
  expect(services.clock.pending).toBe(0)
  // The vendor may have worked until then.
  expect((await services.budgets.read(ann))?.spent).toBeGreaterThan(spentBefore)
})

test('no chat is named after a shutdown has begun', async () => {
  const services = createTestServices()
  const { namer, answer, settled } = await endedChat(services)
  await namer.shutdown()
  namer.answerEnded(answer, ann)
  await settled()
  expect(services.model.calls).toEqual([])
})
