import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books'
import { AppServer } from './harness/app-server'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest } from './harness/guest'

const cases: [string, string, string, string][] = [
  ['refuses the key', 'status=401', 'provider_auth', ''],
  ['limits the rate', 'status=429 retryAfter=20', 'provider_rate_limit', ''],
  ['has no credit', 'status=429 code=insufficient_quota', 'provider_quota', ''],
  ['fails', 'status=500', 'provider_error', ''],
  ['is overloaded', 'status=503', 'provider_overloaded', ''],
  ['does not know the model', 'status=404', 'model_not_found', ''],
  [
    'finds the conversation too long',
    'status=400 code=context_length_exceeded',
    'context_too_long',
    '',
  ],
  ['breaks off', 'cutAfter=3', 'provider_unreachable', 'word0001 word0002 word0003 '],
  ['ends without an end', 'endAfter=2', 'provider_protocol', 'word0001 word0002 '],
  ['sends garbage', 'garbageAfter=2 hold=3', 'provider_protocol', 'word0001 word0002 '],
  ['reports an error in its stream', 'errorAfter=2', 'provider_error', 'word0001 word0002 '],
]

for (const model of ['compatible/fake-small', 'openai/fake-small']) {
  for (const [what, directive, endReason, text] of cases) {
    test(`R26 a provider that ${what} fails the answer of ${model}`, async ({ guest, key }) => {
      const question = `[[key=${key} tokens=10 ${directive}]]`
      const { messageId, chatId } = await guest.ask(question, { model })
      const events = await (await guest.call(`/api/messages/${messageId}/stream`)).text()
      expect(events).toContain('"type":"error"')
      const message = await guest.json<Message>(`/api/messages/${messageId}`)
      expect(message.metadata).toMatchObject({ status: 'failed', endReason, canCancel: false })
      expect(message.metadata?.error?.message).toMatch(/^[A-Z].*\.$/)
      expect(textOf(message.parts)).toBe(text)
      // The server goes on, in the same chat.
      const next = await guest.ask('[[tokens=1 rate=0]]', { id: chatId, model })
      await (await guest.call(`/api/messages/${next.messageId}/stream`)).text()
      expect(await guest.json(`/api/messages/${next.messageId}`)).toMatchObject({
        metadata: { status: 'completed' },
      })
    })
  }
}

test('a rate limit says when to come back', async ({ guest, key }) => {
  const { messageId } = await guest.ask(`[[key=${key} status=429 retryAfter=20]]`)
  await (await guest.call(`/api/messages/${messageId}/stream`)).text()
  expect(await guest.json(`/api/messages/${messageId}`)).toMatchObject({
    metadata: { error: { retryAfterSeconds: 20 } },
  })
})

test('R12 a provider that says nothing, or nothing more, is given up and closed', async ({
  provider,
  key,
}) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    STREAM_FIRST_TOKEN_MS: '500',
    STREAM_STALL_MS: '700',
  })
  try {
    const guest = await Guest.signIn(server.url)
    for (const [directive, endReason, text] of [
      ['hold=0', 'timeout_first_token', ''],
      ['silentAfter=2', 'timeout_stall', 'word0001 word0002 '],
    ]) {
      const { messageId } = await guest.ask(`[[key=${key} ${directive}]]`)
      await (await guest.call(`/api/messages/${messageId}/stream`)).text()
      expect(server.storedMessage(messageId)).toEqual({ status: 'failed', endReason, text })
      const call = await waitForCall(provider.url, key, ({ open }) => !open)
      expect(call.abortedByClient).toBe(true)
    }
  } finally {
    await server.remove()
  }
})

test('no provider at the address fails the answer as unreachable', async () => {
  const server = await AppServer.start({
    COMPATIBLE_BASE_URL: 'http://127.0.0.1:9/v1',
    COMPATIBLE_MODELS: 'none',
  })
  try {
    const guest = await Guest.signIn(server.url)
    const { messageId } = await guest.ask('Hello?')
    await (await guest.call(`/api/messages/${messageId}/stream`)).text()
    expect(server.storedMessage(messageId).endReason).toBe('provider_unreachable')
  } finally {
    await server.remove()
  }
})
