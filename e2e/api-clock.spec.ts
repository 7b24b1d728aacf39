import type { Account } from '@/lib/contract/account'
import type { ChatPage } from '@/lib/contract/chat'
import type { Message } from '@/lib/contract/message'
import { waitForCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import { AppServer } from './harness/server/app-server'
import { inspectable, Inspector } from './harness/server/inspector'

const DAY_MS = 24 * 60 * 60 * 1000

/** Sets the server's clock this many milliseconds ahead of the machine's. */
function setClock(server: AppServer, milliseconds: number): Promise<number> {
  return Inspector.look(server, (inspector) =>
    inspector.evaluate<number>(
      `(globalThis.machineTime ??= Date.now, Date.now = () => machineTime() + ${milliseconds}, Date.now())`,
    ),
  )
}

test('P2 P11 a clock that jumps by a day ends no answer, charges no wrong day and reorders no list', async ({
  provider,
  key,
}) => {
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    ...inspectable,
    BUDGET_GUEST_TOKENS: '200000',
  })
  try {
    const guest = await Guest.signIn(server.url)
    const spent = async () => (await guest.json<Account>('/api/account')).budget?.spent
    const order = async () => (await guest.json<ChatPage>('/api/chats')).chats.map(({ id }) => id)
    const model = 'openai/fake-small'

    const [whole, stopped] = [newAnswerId(), newAnswerId()]
    const first = await guest.ask(`[[key=${key}-whole tokens=60 rate=20]]`, {
      assistantMessageId: whole,
      model,
    })
    const second = await guest.ask(`[[key=${key}-stopped tokens=2000 rate=20]]`, {
      assistantMessageId: stopped,
      model,
    })
    await waitForCall(provider.url, `${key}-stopped`, ({ tokens }) => tokens.length > 5)
    await setClock(server, DAY_MS)
    expect(await spent()).toBe(0)
    await waitForCall(provider.url, `${key}-stopped`, ({ tokens }) => tokens.length > 15)
    await setClock(server, -DAY_MS)
    await waitForCall(provider.url, `${key}-whole`, ({ tokens }) => tokens.length === 60)
    await expect
      .poll(() => server.storedMessage(whole))
      .toMatchObject({ status: 'completed', endReason: 'stop' })
    expect(await order()).toEqual([first.chatId, second.chatId])

    const outcome = await guest.stop(stopped)
    expect(outcome).toMatchObject({ outcome: 'cancelled', endReason: 'user' })
    const { metadata } = await guest.json<Message>(`/api/messages/${stopped}`)
    expect(metadata?.receipt?.stoppedInMs).toBeLessThan(2_000)
    expect(metadata?.firstTokenMs).toBeLessThan(10_000)
    const took = Date.parse(metadata?.endedAt ?? '') - Date.parse(metadata?.startedAt ?? '')
    expect(took).toBeGreaterThan(0)
    expect(took).toBeLessThan(60_000)
    expect(await order()).toEqual([second.chatId, first.chatId])
    // Both were charged to the day on which they began, and only for their own tokens.
    expect(await spent()).toBe(0)
    const days = server.query<{ tokens: number }>('SELECT * FROM token_spending')
    expect(Math.max(...days.map(({ tokens }) => tokens))).toBeLessThan(10_000)

    // A clock that goes back keeps the later day's sums.
    const third = await guest.ask('[[tokens=5 rate=0]]', { id: first.chatId, model })
    await expect.poll(() => server.storedMessage(third.messageId).status).toBe('completed')
    await expect.poll(spent).toBeGreaterThan(0)
    const onLaterDay = await spent()
    await setClock(server, -DAY_MS - 60_000)
    expect(await spent()).toBe(onLaterDay)
    expect(await order()).toEqual([first.chatId, second.chatId])
    const chat = await guest.json<{ messages: { id: string }[] }>(`/api/chats/${first.chatId}`)
    expect(chat.messages.map(({ id }) => id).at(-1)).toBe(third.messageId)
  } finally {
    await server.remove()
  }
})
