import type { Message } from '@/lib/contract/message'
import { releaseCall, waitForCall, type Call } from './fake-provider/books/books'
import { expect } from './harness/fixtures'
import {
  answerOf,
  continuing,
  expectCleanEnd,
  waitForAnswer,
} from './harness/stock-chat/stock-chat'
import { test, withEachMajor } from './harness/stock-chat/stock-chat-test'

const idOf = (message: Message | undefined) => message?.id ?? ''
const contentsOf = ({ messages }: Call) =>
  messages.map((message) => (message as { content: unknown }).content)

withEachMajor(() => {
  test('R20 a stock Chat that regenerates gets a sibling each time, whatever message it names', async ({
    provider,
    key,
    open,
  }) => {
    const { chat, errors } = open({ id: key })
    await chat.sendMessage({ text: `[[key=${key} tokens=12 rate=0]]` })
    const { text } = await waitForCall(provider.url, key)
    const answers = [idOf(chat.lastMessage)]
    const ways = [
      () => ({}),
      () => ({ messageId: idOf(chat.messages[0]) }),
      () => ({ messageId: idOf(chat.lastMessage) }),
    ]
    for (const [index, nameOne] of ways.entries()) {
      await chat.regenerate(nameOne())
      answers.push(idOf(chat.lastMessage))
      const { attempt } = await waitForCall(provider.url, key)
      expect([attempt, answerOf(chat)]).toEqual([index + 2, text])
      expect(chat.messages).toMatchObject([{ role: 'user' }, { metadata: { siblingIds: answers } }])
    }
    await chat.sendMessage({ text: '[[tokens=1 rate=0]]' })
    await chat.regenerate({ messageId: answers.at(-1) ?? '' })
    answers.push(idOf(chat.lastMessage))
    expect(chat.messages).toMatchObject([{ role: 'user' }, { metadata: { siblingIds: answers } }])
    expect(errors).toEqual([])
  })

  test('R20 a stock Chat edits the same question twice, and goes on from the last edit', async ({
    guest,
    provider,
    key,
    open,
  }) => {
    const { chat, errors } = open({ id: key })
    await chat.sendMessage({ text: '[[tokens=2 rate=0]]' })
    const messageId = idOf(chat.messages[0])
    const questions = [messageId]
    const edit = async (text: string) => {
      await chat.sendMessage({ text, messageId })
      expect(chat.messages).toMatchObject([{ id: messageId, parts: [{ text }] }, {}])
      questions.push(chat.lastMessage?.metadata?.userMessageId ?? '')
    }
    await edit(`[[key=${key}-1 tokens=3 rate=0]]`)
    expect(answerOf(chat)).toBe((await waitForCall(provider.url, `${key}-1`)).text)
    const best = `[[key=${key}-2 tokens=4 rate=0]]`
    await edit(best)
    const call = await waitForCall(provider.url, `${key}-2`)
    expect([answerOf(chat), contentsOf(call)]).toEqual([call.text, [best]])
    expect(await guest.json(`/api/messages/${questions.at(-1)}`)).toMatchObject({
      metadata: { parentId: null, siblingIds: questions },
    })

    for (const named of [{}, { messageId }]) {
      await chat.regenerate(named)
      expect(answerOf(chat)).toBe(call.text)
      expect(chat.lastMessage?.metadata).toMatchObject({ parentId: questions.at(-1) })
    }
    await chat.sendMessage({ text: `[[key=${key}-3 tokens=1]]` })
    const next = await waitForCall(provider.url, `${key}-3`)
    expect(contentsOf(next)).toEqual([best, call.text, `[[key=${key}-3 tokens=1]]`])
    expect(errors).toEqual([])
  })

  test('R20 a stock Chat stops where it was read and goes on from there', async ({
    guest,
    server,
    provider,
    key,
    open,
  }) => {
    const stock = open({ id: key }, continuing)
    const { chat } = stock
    const sent = chat.sendMessage({ text: `[[key=${key} tokens=20 hold=10]]` })
    const { text: seen } = await waitForCall(provider.url, key, ({ held }) => held)
    await waitForAnswer(stock, seen)
    const messageId = idOf(chat.lastMessage)
    await chat.stop()
    await sent
    // The text that comes after that is neither seen nor kept.
    await releaseCall(provider.url, key, 15)
    await expect
      .poll(() => guest.json('/api/streams'))
      .toMatchObject({ streams: [{ messageId, textLength: 15 * 'word0001 '.length }] })
    await guest.stop(messageId, { seenTextLength: seen.length })
    expectCleanEnd(stock, seen)
    expect(server.storedMessage(messageId).text).toBe(seen)

    const wentOn = chat.sendMessage()
    await waitForCall(provider.url, key, ({ attempt, held }) => attempt === 2 && held)
    await releaseCall(provider.url, key)
    await wentOn
    const rest = (await waitForCall(provider.url, key)).text
    expectCleanEnd(stock, seen + rest)
    expect(rest.endsWith('word0020 ')).toBe(true)
    expect(chat.messages).toHaveLength(2)
    expect(chat.lastMessage).toMatchObject({ id: messageId, metadata: { status: 'completed' } })
    expect(await guest.json(`/api/messages/${messageId}`)).toMatchObject({
      parts: [{ text: seen }, { text: rest }],
    })
  })

  test('R20 one of two stock Chats that send at the same moment is answered, and both go on', async ({
    provider,
    key,
    major,
    open,
  }) => {
    const stocks = [0, 1].map(() => open({ id: key }))
    const sends = stocks.map(async (stock, index) => {
      await stock.chat.sendMessage({ text: `[[key=${key}-${index} tokens=12 hold=1]]` })
      return index
    })
    const refused = await Promise.race(sends)
    const answered = 1 - refused
    const [winner, loser] = [stocks[answered], stocks[refused]]
    if (!winner || !loser) throw new Error('there are two')
    expect(loser.statuses).toEqual(['submitted', 'error'])
    if (major === 7) expect(loser.chat.error).toMatchObject({ statusCode: 409 })
    expect(loser.chat.error?.message).toContain('"code":"stream_active"')
    await waitForCall(provider.url, `${key}-${answered}`, ({ held }) => held)
    await releaseCall(provider.url, `${key}-${answered}`)
    await sends[answered]
    expectCleanEnd(winner, (await waitForCall(provider.url, `${key}-${answered}`)).text)

    // The retry that the SDK's own guide shows.
    const retried = loser.chat.regenerate()
    await waitForCall(provider.url, `${key}-${refused}`, ({ held }) => held)
    await releaseCall(provider.url, `${key}-${refused}`)
    await retried
    const { text } = await waitForCall(provider.url, `${key}-${refused}`)
    expect([loser.chat.status, loser.chat.error, answerOf(loser.chat)]).toEqual([
      'ready',
      undefined,
      text,
    ])
    await winner.chat.sendMessage({ text: '[[tokens=14 rate=0]]' })
    expect([winner.errors, winner.chat.messages.length]).toEqual([[], 4])
  })

  test('R6 R20 a stock Chat that supersedes takes over from the other one', async ({
    provider,
    key,
    open,
  }) => {
    const [first, second] = [open({ id: key }), open({ id: key })]
    const sent = first.chat.sendMessage({ text: `[[key=${key} tokens=20 hold=10]]` })
    const { text } = await waitForCall(provider.url, key, ({ held }) => held)
    await waitForAnswer(first, text)
    await second.chat.sendMessage(
      { text: `[[key=${key}-2 tokens=12 rate=0]]` },
      { body: { options: { supersede: true } } },
    )
    await sent
    expectCleanEnd(first, text)
    expect(first.chat.lastMessage?.metadata).toMatchObject({ endReason: 'superseded' })
    expectCleanEnd(second, (await waitForCall(provider.url, `${key}-2`)).text)
  })
})
