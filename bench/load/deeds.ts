import { z } from 'zod'
import type { InstalledServer } from '../arms/installed.ts'
import { LONG_CHAT_ID } from '../installation/fill-installation.ts'
import type { Measured } from '../installation/planned-chats.ts'
import { searched } from '../installation/vocabulary.ts'
import { askIn } from './ask-in.ts'
import { timedCall } from './call.ts'
import { RunningAnswer } from './running-answer.ts'

/** Something that people do again and again. */
export type Deed = {
  readonly name: string
  readonly kind: 'read' | 'send' | 'search'
  /** How often it is done in a round, if there is time. */
  readonly times: number
  begin?(): Promise<void>
  /** @returns how long it took, in milliseconds */
  run(): Promise<number>
  end?(): Promise<void>
}

const pageSchema = z.object({
  chats: z.array(z.object({ id: z.string() })),
  nextCursor: z.string(),
})

/** Tokens of an answer that is there only for its beginning. */
const SHORT = { tokens: 3, rate: 500, delay: 20 }

/** All that is measured on an installation. The collector does it all, and the newcomer searches. */
export async function deedsOn(server: InstalledServer): Promise<Deed[]> {
  const headers = server.headersOf.collector
  const page = await fetch(`${server.url}/api/chats?limit=100`, { headers })
  const { chats, nextCursor } = pageSchema.parse(await page.json())
  const chatIds = chats.map(({ id }) => id).filter((id) => id !== LONG_CHAT_ID)
  let asked = 0
  const nextChat = () => chatIds[asked++ % chatIds.length] ?? ''

  const running = new RunningAnswer(server, headers, chatIds.at(-1) ?? '')
  const get = async (path: string, by: Measured = 'collector') =>
    (await timedCall(server, { path, headers: server.headersOf[by] })).tookMs
  const beginIn = async (chatId: string) => {
    const reader = askIn(server, headers, chatId, SHORT)
    await reader.over
    reader.assertWhole(SHORT.tokens)
    return (reader.startedAt ?? Number.NaN) - reader.askedAt
  }
  const stopIn = async (chatId: string) => {
    const stopped = new RunningAnswer(server, headers, chatId)
    await stopped.begin()
    return await stopped.stop()
  }
  const read = (name: string, times: number, run: Deed['run']): Deed => {
    return { kind: 'read', name, times, run }
  }
  const send = (name: string, times: number, run: Deed['run']): Deed => {
    return { kind: 'send', name, times, run }
  }
  const search = (words: string, query: string, by: Measured): Deed => ({
    kind: 'search',
    name: `Search of ${words}, ${by}`,
    times: 20,
    run: () => get(`/api/chats?query=${encodeURIComponent(query)}`, by),
  })
  const searches = (by: Measured) => [
    search('a common word', searched.common, by),
    search('a rare word', searched.rare, by),
    search('a word that is nowhere', searched.unknown, by),
    search('two letters', searched.twoLetters, by),
    search('two letters that are nowhere', searched.unknownTwoLetters, by),
  ]
  return [
    read('Chat list, first page', 200, () => get('/api/chats')),
    read('Chat list, next page', 200, () => get(`/api/chats?cursor=${nextCursor}`)),
    read('Opening a chat', 200, () => get(`/api/chats/${nextChat()}`)),
    read('Opening the long chat', 40, () => get(`/api/chats/${LONG_CHAT_ID}`)),
    send('Send', 60, () => beginIn(nextChat())),
    send('Send in the long chat', 20, () => beginIn(LONG_CHAT_ID)),
    send('Stop', 40, () => stopIn(nextChat())),
    {
      ...read('Reconnect with an answer running', 40, () => running.reconnect()),
      begin: () => running.begin(),
      end: async () => void (await running.stop()),
    },
    ...searches('collector'),
    ...searches('newcomer'),
  ]
}
