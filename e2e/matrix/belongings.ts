import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { turnOf } from '../harness/guest'
import type { AppServer } from '../harness/server/app-server'
import type { Caller } from './callers'

/** A word that only its owner may ever see. */
export const SECRET = 'xyzzy-plugh'

/** The things of a person that a call may name. */
export type Belongings = {
  /** A chat with a question and its answer, which has ended. */
  chatId: string
  questionId: string
  answerId: string
  /** A chat that is answering. */
  runningChatId: string
  runningId: string
  keyId: string
}

/** IDs of the same shape that belong to nothing. */
export function absentBelongings(): Belongings {
  return {
    chatId: randomUUID(),
    questionId: randomUUID(),
    answerId: randomUUID(),
    runningChatId: randomUUID(),
    runningId: randomUUID(),
    keyId: randomUUID(),
  }
}

/** Makes these things for a person, with the secret in every text. */
export async function makeBelongings(server: AppServer, owner: Caller): Promise<Belongings> {
  const ended = await send(`${SECRET} [[tokens=3 rate=0]]`)
  await waitFor(async () => (await read<{ status: string }>(ended.messageId)).status !== 'active')
  const running = await send(`${SECRET} [[hold=3]]`)
  await waitFor(async () => (await read<{ textLength: number }>(running.messageId)).textLength > 20)
  const key = await call('/api/keys', { name: SECRET, scope: 'read' })
  const { id: keyId } = (await key.json()) as { id: string }
  return {
    chatId: ended.chatId,
    questionId: ended.userMessageId,
    answerId: ended.messageId,
    runningChatId: running.chatId,
    runningId: running.messageId,
    keyId,
  }

  async function send(question: string) {
    const response = await call('/api/chat', turnOf(question), { Prefer: 'respond-async' })
    return (await response.json()) as { chatId: string; messageId: string; userMessageId: string }
  }

  async function read<Metadata>(messageId: string): Promise<Metadata> {
    const response = await fetch(`${server.url}/api/messages/${messageId}`, {
      headers: owner.headers,
    })
    return ((await response.json()) as { metadata: Metadata }).metadata
  }

  function call(path: string, body: object, headers: Record<string, string> = {}) {
    return fetch(server.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...owner.headers, ...headers },
      body: JSON.stringify(body),
    })
  }
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 10_000
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error('it did not happen')
  }
}

const OWNED = [
  'SELECT * FROM chats WHERE owner_id = ?',
  'SELECT * FROM messages WHERE owner_id = ?',
  'SELECT * FROM stream_sessions WHERE owner_id = ?',
  'SELECT * FROM person_settings WHERE owner_id = ?',
  // Without `last_used_at`: a call that is refused for its scope still uses its key.
  'SELECT id, name, scope, hash FROM api_keys WHERE owner_id = ?',
  'SELECT * FROM users WHERE id = ?',
  'SELECT id FROM sessions WHERE user_id = ?',
]

/** Every row of the database that the person owns. */
export async function rowsOf(server: AppServer, ownerId: string): Promise<object[]> {
  const rows: object[] = []
  for (const sql of OWNED) {
    rows.push(server.query<object>(sql, ownerId))
    // A query holds this process up, which must notice the connections that the server closes meanwhile.
    await pause(0)
  }
  return rows
}
