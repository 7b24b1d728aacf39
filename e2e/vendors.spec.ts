import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables } from './harness/fixtures'
import { Guest } from './harness/guest'
import { AppServer } from './harness/server/app-server'
import { standardVendors, test, vendors, type VendorRow } from './harness/vendors'

/** The failures of every vendor: a directive, the end reason, and the text that stays. */
const failures: readonly (readonly [string, string, string?])[] = [
  ['status=401', 'provider_auth'],
  ['status=404', 'model_not_found'],
  ['status=429 retryAfter=20', 'provider_rate_limit'],
  ['status=500', 'provider_error'],
  ['status=503', 'provider_overloaded'],
  ['cutAfter=3', 'provider_unreachable', 'word0001 word0002 word0003 '],
  ['endAfter=2', 'provider_protocol', 'word0001 word0002 '],
  ['garbageAfter=2 hold=3', 'provider_protocol', 'word0001 word0002 '],
  ['errorAfter=2', 'provider_error', 'word0001 word0002 '],
]

const closed = ({ open }: { open: boolean }) => !open

/** The message once its answer has ended. */
async function ended(guest: Guest, messageId: string): Promise<Message> {
  await (await guest.call(`/api/messages/${messageId}/stream`)).text()
  return guest.json<Message>(`/api/messages/${messageId}`)
}

const kindsOf = ({ parts }: Message) => parts.map(({ type }) => type)

for (const vendor of vendors) {
  const { name, model } = vendor

  test(`R10 an answer of ${name} comes whole, with its reasoning and its tokens`, async ({
    guestOf,
    provider,
    key,
  }) => {
    const guest = await guestOf(vendor)
    const question = `[[key=${key} reasoning=5 tokens=10 rate=200]]`
    const { messageId } = await guest.ask(question, { model })
    const message = await ended(guest, messageId)
    const call = await waitForCall(provider.url, key, closed)
    expect(call).toMatchObject({ wire: vendor.wire, model: model.slice(model.indexOf('/') + 1) })
    expect(kindsOf(message)).toEqual(['reasoning', 'text'])
    expect(message.parts[0]).toMatchObject({ text: call.reasoningText })
    expect(textOf(message.parts)).toBe(call.text)
    expect(message.metadata).toMatchObject({
      status: 'completed',
      endReason: 'stop',
      model,
      usage: { outputTokens: 15, estimated: false },
    })
  })

  test(`R10 an answer of ${name} that comes in pieces of characters is whole`, async ({
    guestOf,
    provider,
    key,
  }) => {
    const guest = await guestOf(vendor)
    const question = `[[key=${key} text=emoji tokens=30 rate=0 splitBytes=1]]`
    const { messageId } = await guest.ask(question, { model })
    const message = await ended(guest, messageId)
    expect(textOf(message.parts)).toBe((await waitForCall(provider.url, key)).text)
  })

  test(`R10 P3 a stop before the first token closes the call of ${name}`, async ({
    guestOf,
    provider,
    key,
  }) => {
    const guest = await guestOf(vendor)
    const { messageId } = await guest.ask(`[[key=${key} hold=0]]`, { model })
    await waitForCall(provider.url, key, ({ held }) => held)
    expect(await guest.stop(messageId)).toMatchObject({
      outcome: 'cancelled',
      text: '',
      receipt: { keptCharacters: 0, outputTokens: 0 },
    })
    const call = await waitForCall(provider.url, key, closed)
    expect(call).toMatchObject({ abortedByClient: true, tokensAfterClose: 0 })
  })

  test(`R10 P3 a stop midway closes the call of ${name}, and keeps the text so far`, async ({
    guestOf,
    provider,
    key,
  }) => {
    const guest = await guestOf(vendor)
    const { messageId } = await guest.ask(`[[key=${key} hold=10]]`, { model })
    const { text } = await waitForCall(provider.url, key, ({ held }) => held)
    const outcome = await guest.stop(messageId)
    expect(outcome).toMatchObject({
      outcome: 'cancelled',
      text,
      receipt: { keptCharacters: text.length, estimated: true },
    })
    const call = await waitForCall(provider.url, key, closed)
    expect(call).toMatchObject({ abortedByClient: true, text, tokensAfterClose: 0 })
  })

  test(`R9 R10 a stop while ${name} thinks closes its call, and keeps its thoughts`, async ({
    guestOf,
    provider,
    key,
  }) => {
    const guest = await guestOf(vendor)
    const { messageId } = await guest.ask(`[[key=${key} reasoning=20 hold=10]]`, { model })
    const { reasoningText } = await waitForCall(provider.url, key, ({ held }) => held)
    await guest.stop(messageId)
    expect(await waitForCall(provider.url, key, closed)).toMatchObject({ abortedByClient: true })
    expect(await ended(guest, messageId)).toMatchObject({
      parts: [{ type: 'reasoning', text: reasoningText, state: 'done' }],
      metadata: { status: 'cancelled', endReason: 'user', textLength: 0 },
    })
  })

  for (const [directive, endReason, text = ''] of [...failures, ...vendor.failures]) {
    test(`R26 ${name} with ${directive} ends ${endReason}`, async ({ guestOf, key }) => {
      const guest = await guestOf(vendor)
      const tokens = directive.includes('tokens=') ? '' : 'tokens=10'
      const question = `[[key=${key} ${tokens} ${directive}]]`
      const { messageId, chatId } = await guest.ask(question, { model })
      const message = await ended(guest, messageId)
      expect(message.metadata).toMatchObject({ status: 'failed', endReason, canCancel: false })
      expect(message.metadata?.error?.message).toMatch(/^[A-Z].*\.$/)
      if (directive.startsWith('status') || text !== '') expect(textOf(message.parts)).toBe(text)
      if (directive.includes('retryAfter')) {
        expect(message.metadata).toMatchObject({ error: { retryAfterSeconds: 20 } })
      }
      // The server goes on, in the same chat.
      const next = await guest.ask('[[tokens=1 rate=0]]', { id: chatId, model })
      expect(await ended(guest, next.messageId)).toMatchObject({
        metadata: { status: 'completed' },
      })
    })
  }

  test(`R26 ${name} is called again when it failed before it began`, async ({ guestOf, key }) => {
    const guest = await guestOf(vendor)
    const question = `[[key=${key} tokens=3 status=503 faultyAttempts=2]]`
    const { messageId } = await guest.ask(question, { model })
    expect(await ended(guest, messageId)).toMatchObject({ metadata: { status: 'completed' } })
  })
}

test('R12 R26 a vendor that says nothing, or nothing more, is given up, and its call is closed', async ({
  provider,
  key,
}) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    // On a busy machine the first token of the second answer may take a while, too.
    STREAM_FIRST_TOKEN_MS: '3000',
    STREAM_STALL_MS: '1000',
  })
  const giveUp = async ({ model, wire }: VendorRow) => {
    const guest = await Guest.signIn(server.url)
    for (const [directive, endReason, text] of [
      ['hold=0', 'timeout_first_token', ''],
      ['silentAfter=2', 'timeout_stall', 'word0001 word0002 '],
    ]) {
      const ownKey = `${key}-${wire}-${endReason}`
      const { messageId } = await guest.ask(`[[key=${ownKey} ${directive}]]`, { model })
      await ended(guest, messageId)
      expect(server.storedMessage(messageId)).toEqual({ status: 'failed', endReason, text })
      const call = await waitForCall(provider.url, ownKey, closed)
      expect(call.abortedByClient).toBe(true)
    }
  }
  try {
    await Promise.all(standardVendors.map(giveUp))
  } finally {
    await server.remove()
  }
})

test('an answer fails as unreachable where no vendor is at the address', async () => {
  const nowhere = 'http://127.0.0.1:9'
  const server = await AppServer.start({
    COMPATIBLE_BASE_URL: nowhere,
    COMPATIBLE_MODELS: 'none',
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: nowhere,
    ANTHROPIC_API_KEY: 'k',
    ANTHROPIC_BASE_URL: nowhere,
    DEEPSEEK_API_KEY: 'k',
    DEEPSEEK_BASE_URL: nowhere,
    OLLAMA_BASE_URL: nowhere,
  })
  const fail = async (model: string) => {
    const guest = await Guest.signIn(server.url)
    const { messageId } = await guest.ask('Hello?', { model })
    await ended(guest, messageId)
    expect(server.storedMessage(messageId).endReason).toBe('provider_unreachable')
  }
  try {
    const models = 'compatible/none openai/gpt-5.4-mini anthropic/claude-sonnet-5-5'
    const others = 'deepseek/deepseek-v4-flash ollama/any'
    await Promise.all([...models.split(' '), ...others.split(' ')].map(fail))
  } finally {
    await server.remove()
  }
})
