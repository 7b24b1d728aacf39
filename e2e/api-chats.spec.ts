import type { Chat, ChatPage, ChatWithMessages } from '@/lib/contract/chat'
import type { ModelList } from '@/lib/contract/model'
import { releaseCall, waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { Guest, turnOf } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import { standardVendors } from './harness/vendors'

test('a chat is made, listed, renamed, found and deleted', async ({ guest }) => {
  const created = await guest.post('/api/chats', { title: 'First' })
  expect(created.status).toBe(201)
  const chat = (await created.json()) as Chat
  expect(chat).toMatchObject({ title: 'First', leafId: null, activeMessageId: null, pinned: false })
  const renamed = await guest.call(`/api/chats/${chat.id}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ title: 'Renamed 100%', pinned: true }),
  })
  expect(await renamed.json()).toMatchObject({ title: 'Renamed 100%', pinned: true })
  expect(await guest.json('/api/chats?query=100%25')).toMatchObject({ chats: [{ id: chat.id }] })
  expect(await guest.json('/api/chats?query=1_0')).toEqual({ chats: [], nextCursor: null })
  expect((await guest.call(`/api/chats/${chat.id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await guest.call(`/api/chats/${chat.id}`)).status).toBe(404)
})

test('the list comes in pages, newest first', async ({ guest }) => {
  for (const title of ['one', 'two', 'three']) await guest.post('/api/chats', { title })
  const first = await guest.json<ChatPage>('/api/chats?limit=2')
  const second = await guest.json<ChatPage>(`/api/chats?limit=2&cursor=${first.nextCursor}`)
  const titles = [...first.chats, ...second.chats].map(({ title }) => title)
  expect(titles).toEqual(['three', 'two', 'one'])
  expect(second.nextCursor).toBeNull()
})

test('a question’s first words become the title, and the path comes root first', async ({
  guest,
}) => {
  const { chatId, messageId, userMessageId } = await guest.ask(
    '[[tokens=2 rate=0]] What is a full stop?',
  )
  await (await guest.call(`/api/messages/${messageId}/stream`)).text()
  const next = await guest.ask('[[tokens=2 rate=0]] And a comma?', { id: chatId })
  await (await guest.call(`/api/messages/${next.messageId}/stream`)).text()
  const chat = await guest.json<ChatWithMessages>(`/api/chats/${chatId}`)
  expect(chat.title).toContain('What is a full stop?')
  expect(chat.messages.map(({ id }) => id)).toEqual([
    userMessageId,
    messageId,
    next.userMessageId,
    next.messageId,
  ])
  const latest = await guest.json<ChatWithMessages>(`/api/chats/${chatId}?limit=1`)
  expect(latest.messages.map(({ id }) => id)).toEqual([next.messageId])
  const earlier = await guest.json<ChatWithMessages>(`/api/chats/${chatId}?before=${latest.before}`)
  expect(earlier.messages.map(({ id }) => id)).toEqual([
    userMessageId,
    messageId,
    next.userMessageId,
  ])
})

test('the model sees the whole path, with a stopped answer as far as it was kept', async ({
  guest,
  provider,
  key,
}) => {
  const { chatId, messageId } = await guest.ask(`[[key=${key} hold=3]] First`)
  await waitForCall(provider.url, key, ({ held }) => held)
  await guest.post(`/api/messages/${messageId}/cancel`, { seenTextLength: 8 })
  await guest.ask(`[[key=${key}-2 tokens=1]] Second`, { id: chatId })
  const call = await waitForCall(provider.url, `${key}-2`)
  expect(call.messages.map((message) => (message as { content: unknown }).content)).toEqual([
    `[[key=${key} hold=3]] First`,
    'word0001',
    `[[key=${key}-2 tokens=1]] Second`,
  ])
  expect(call.headers['authorization']).toBeUndefined()
})

test('regenerate makes a sibling, an edit a new branch, and nothing is overwritten', async ({
  guest,
}) => {
  const first = await guest.ask('[[tokens=2 rate=0]] One')
  await (await guest.call(`/api/messages/${first.messageId}/stream`)).text()
  const again = await guest.post('/api/chat', { id: first.chatId, trigger: 'regenerate-message' })
  await again.text()
  const sibling = again.headers.get('x-message-id') ?? ''
  const answer = await guest.json(`/api/messages/${sibling}`)
  expect(answer).toMatchObject({
    metadata: { parentId: first.userMessageId, siblingIds: [first.messageId, sibling] },
  })

  const edit = async (text: string) => {
    const body = {
      ...turnOf(`[[tokens=2 rate=0]] ${text}`),
      id: first.chatId,
      messageId: first.userMessageId,
    }
    const response = await guest.post('/api/chat', body)
    await response.text()
    const id = response.headers.get('x-message-id') ?? ''
    return guest.json<{ metadata: { parentId: string } }>(`/api/messages/${id}`)
  }
  const edited = await edit('Two')
  const editedAgain = await edit('Three')
  const question = await guest.json(`/api/messages/${editedAgain.metadata.parentId}`)
  expect(question).toMatchObject({
    parts: [{ text: '[[tokens=2 rate=0]] Three' }],
    metadata: {
      parentId: null,
      siblingIds: [first.userMessageId, edited.metadata.parentId, editedAgain.metadata.parentId],
    },
  })
})

for (const { model } of standardVendors) {
  test(`an answer of ${model} goes on from exactly where it stopped`, async ({
    guest,
    provider,
    server,
    key,
  }) => {
    const { chatId, messageId } = await guest.ask(`[[key=${key} tokens=30 hold=20]]`, { model })
    await waitForCall(provider.url, key, ({ held }) => held)
    await guest.stop(messageId, { seenTextLength: 94 })
    expect(server.storedMessage(messageId).text.endsWith('word0011 word')).toBe(false)
    const before = server.storedMessage(messageId).text
    const response = await guest.post('/api/chat', { id: chatId, trigger: 'continue-message' })
    expect(response.headers.get('x-message-id')).toBe(messageId)
    await waitForCall(provider.url, key, ({ attempt, held }) => attempt === 2 && held)
    await releaseCall(provider.url, key)
    expect(await response.text()).not.toContain('word0001')
    const { status, text } = server.storedMessage(messageId)
    expect(status).toBe('completed')
    expect(text.startsWith(before)).toBe(true)
    const words = Array.from({ length: 30 }, (_, index) => String(index + 1).padStart(4, '0'))
    expect(text.match(/\d{4}/g)).toEqual(words)
  })
}

test('a chat that is answering refuses another turn, unless that supersedes the answer', async ({
  guest,
  provider,
  key,
}) => {
  const first = await guest.ask(`[[key=${key} hold=2]]`)
  const follower = await guest.call(`/api/messages/${first.messageId}/stream`)
  await waitForCall(provider.url, key, ({ held }) => held)
  const refused = await guest.post('/api/chat', { ...turnOf('Next'), id: first.chatId })
  expect(refused.status).toBe(409)
  expect(await refused.json()).toMatchObject({
    error: { code: 'stream_active', messageId: first.messageId },
  })
  await guest.ask('[[tokens=1]]', { id: first.chatId, options: { supersede: true } })
  expect((await follower.text()).includes('"endReason":"superseded"')).toBe(true)
  expect((await waitForCall(provider.url, key, ({ open }) => !open)).abortedByClient).toBe(true)
})

test('the same answer ID attaches to the same question and conflicts with another', async ({
  guest,
  provider,
  key,
}) => {
  const assistantMessageId = newAnswerId()
  const body = { ...turnOf(`[[key=${key} tokens=5 rate=0]]`), assistantMessageId }
  const [first, second] = await Promise.all([
    guest.post('/api/chat', body),
    guest.post('/api/chat', body),
  ])
  expect([first.status, second.status]).toEqual([200, 200])
  expect((await first.text()).includes('word0005')).toBe(true)
  expect((await second.text()).includes('word0005')).toBe(true)
  expect((await waitForCall(provider.url, key)).attempt).toBe(1)
  const other = await guest.post('/api/chat', { ...turnOf('Something else'), assistantMessageId })
  expect(other.status).toBe(409)
  expect(await other.json()).toMatchObject({ error: { code: 'id_conflict' } })
})

test('deleting a chat stops its stream first; deleting a question takes its answer along', async ({
  guest,
  provider,
  key,
}) => {
  const first = await guest.ask(`[[key=${key} hold=2]]`)
  await waitForCall(provider.url, key, ({ held }) => held)
  await guest.call(`/api/chats/${first.chatId}`, { method: 'DELETE' })
  expect((await waitForCall(provider.url, key, ({ open }) => !open)).abortedByClient).toBe(true)
  const second = await guest.ask('[[tokens=1 rate=0]]')
  await (await guest.call(`/api/messages/${second.messageId}/stream`)).text()
  const deleted = await guest.call(`/api/messages/${second.userMessageId}`, { method: 'DELETE' })
  expect(deleted.status).toBe(204)
  expect((await guest.call(`/api/messages/${second.messageId}`)).status).toBe(404)
  expect(await guest.json(`/api/chats/${second.chatId}`)).toMatchObject({
    leafId: null,
    messages: [],
  })
})

test('P12 the chats of somebody else answer as if they did not exist', async ({
  guest,
  server,
}) => {
  const { chatId, messageId, userMessageId } = await guest.ask('[[hold=1]]')
  const stranger = await Guest.signIn(server.url)
  const attempts: [string, string, unknown?][] = [
    ['GET', `/api/chats/${chatId}`],
    ['PATCH', `/api/chats/${chatId}`, { title: 'Mine' }],
    ['DELETE', `/api/chats/${chatId}`],
    ['GET', `/api/messages/${messageId}`],
    ['DELETE', `/api/messages/${messageId}`],
    ['GET', `/api/messages/${messageId}/stream`],
    ['POST', `/api/messages/${messageId}/cancel`, {}],
    ['POST', '/api/chat', { trigger: 'regenerate-message', id: chatId }],
    ['POST', '/api/chat', { ...turnOf('Edit'), messageId: userMessageId }],
  ]
  for (const [method, path, body] of attempts) {
    const init = {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      }),
    }
    const foreign = await stranger.call(path, init)
    const absentPath = path.replace(chatId, 'absent').replace(messageId, 'absent')
    const absentBody = init.body?.replace(chatId, 'absent').replace(userMessageId, 'absent')
    const absent = await stranger.call(absentPath, {
      ...init,
      ...(absentBody && { body: absentBody }),
    })
    expect([path, foreign.status], `${method} ${path}`).toEqual([path, 404])
    expect(await foreign.json(), `${method} ${path}`).toEqual(await absent.json())
  }
  expect((await stranger.call(`/api/chat/${chatId}/stream`)).status).toBe(204)
  expect(await stranger.json('/api/streams')).toEqual({ streams: [] })
  expect(await stranger.json('/api/chats')).toEqual({ chats: [], nextCursor: null })
  const taken = await stranger.post('/api/chat', { ...turnOf('Hello'), id: chatId })
  expect([taken.status, ((await taken.json()) as { error: unknown }).error]).toMatchObject([
    409,
    { code: 'id_conflict', field: 'id' },
  ])
  expect(await guest.json('/api/streams')).toMatchObject({ streams: [{ messageId }] })
})

test('the models that are configured are listed, one of them the default', async ({ guest }) => {
  const { models } = await guest.json<ModelList>('/api/models')
  expect(models.map(({ id }) => id)).toEqual([
    'openai/fake-small',
    'openai/fake-large',
    'anthropic/fake-claude',
    'deepseek/fake-deepseek',
    'ollama/fake-local',
    'ollama/fake-thinker:latest',
    'compatible/fake-small',
  ])
  expect(models.filter((model) => model.default)).toMatchObject([{ id: 'compatible/fake-small' }])
})
