import type { AnswerRequest } from '../provider/script.ts'
import { Reader } from './reader.ts'

let asked = 0

/** Sends a question in a chat, under a key that no call had before. */
export function askIn(
  server: { url: string },
  headers: Record<string, string>,
  chatId: string,
  script: Omit<AnswerRequest, 'key'>,
): Reader {
  asked += 1
  const key = `installed-${process.pid}-${asked}`
  const text = JSON.stringify({ ...script, key })
  return new Reader(server, key, {
    path: '/api/chat',
    headers,
    body: JSON.stringify({
      id: chatId,
      message: { role: 'user', parts: [{ type: 'text', text }] },
      assistantMessageId: key,
    }),
  })
}
