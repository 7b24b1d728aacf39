import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest } from './harness/guest'
import { AppServer } from './harness/server/app-server'

test('P11 an answer that reaches its longest length ends there, and its call is closed', async ({
  provider,
  key,
}) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    ANSWER_MAX_CHARACTERS: '1000',
  })
  try {
    const guest = await Guest.signIn(server.url)
    const { chatId, messageId } = await guest.ask(`[[key=${key} tokens=100000 rate=2000]]`)
    const followed = await (await guest.call(`/api/messages/${messageId}/stream`)).text()
    const call = await waitForCall(provider.url, key, ({ open }) => !open)
    const message = await guest.json<Message>(`/api/messages/${messageId}`)
    expect(message.metadata).toMatchObject({
      status: 'completed',
      endReason: 'length',
      textLength: 1_000,
      usage: { estimated: true },
    })
    expect(textOf(message.parts)).toBe(call.text.slice(0, 1_000))
    expect(followed).toContain('"finishReason":"length"')
    const again = await guest.post('/api/chat', {
      id: chatId,
      messageId,
      trigger: 'continue-message',
    })
    expect(again.status).toBe(413)
    expect(await again.json()).toMatchObject({ error: { code: 'too_large', limit: 1_000 } })
  } finally {
    await server.remove()
  }
})
