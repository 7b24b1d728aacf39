import type SqliteDatabase from 'better-sqlite3'
import { v7 } from 'uuid'
import { inserting } from './inserting.ts'
import { PeopleMaker, type SignedUp } from './people-maker.ts'
import { sayingsOf, SPAN_DAYS, type PlannedChat } from './planned-chats.ts'
import { rowOfChat, rowsOfTurn } from './rows-of-turn.ts'

const DAY_MS = 24 * 60 * 60_000
const TURNS_A_TRANSACTION = 5_000

/** One answer in so many was stopped. */
const ANSWERS_A_STOP = 20

/** The chat with 2,000 messages. */
export const LONG_CHAT_ID = 'the-long-chat'

type Options = {
  /** The end of the month in which all was said, in milliseconds since the epoch. */
  endsAt: number
  say?: (line: string) => void
}

/** A turn of a chat that is to be made. */
type PlannedTurn = { at: number; chat: PlannedChat; turn: number }

/** A chat that has begun, with its last answer so far. */
type BegunChat = { id: string; ownerId: string; leafId: string }

/**
 * Fills a database of the application's own making, in which the two people and a guest have signed
 * up, with these chats: in the order of time, so that the messages of all people are mixed. The
 * database's own triggers index and count them.
 */
export function fillInstallation(
  database: SqliteDatabase.Database,
  signedUp: SignedUp,
  chats: readonly PlannedChat[],
  { endsAt, say = () => {} }: Options,
): void {
  const beginsAt = endsAt - SPAN_DAYS * DAY_MS
  const people = new PeopleMaker(database, signedUp, { endsAt })
  const insert = inserting(database)
  const updateChat = database.prepare('UPDATE chats SET leaf_id = ?, updated_at = ? WHERE id = ?')
  const begunChats = new Map<PlannedChat, BegunChat>()
  let answers = 0

  function write({ at, chat, turn }: PlannedTurn): void {
    const before = begunChats.get(chat)
    const { id, ownerId } = before ?? {
      id: chat.isLong ? LONG_CHAT_ID : v7({ msecs: at }),
      ownerId: people.idOf(chat.owner, at),
    }
    answers += 1
    const { question, answer } = sayingsOf(chat, turn)
    const said = {
      chatId: id,
      ownerId,
      parentId: before?.leafId ?? null,
      at,
      question,
      answer,
      tookMs: 1_000 + answer.length * 20,
      stopped: (chat.number + turn) % ANSWERS_A_STOP === 0,
    }
    if (!before) insert('chats', rowOfChat(id, ownerId, said))
    const rows = rowsOfTurn(said)
    insert('messages', rows.question)
    insert('messages', rows.answer)
    insert('stream_sessions', rows.session)
    begunChats.set(chat, { id, ownerId, leafId: String(rows.answer['id']) })
    if (turn === chat.asked.length - 1) updateChat.run(rows.answer['id'], at + said.tookMs, id)
  }

  const turns = turnsOf(chats, beginsAt)
  for (let first = 0; first < turns.length; first += TURNS_A_TRANSACTION) {
    const some = turns.slice(first, first + TURNS_A_TRANSACTION)
    database.transaction(() => some.forEach(write))()
    say(`${first + some.length} of ${turns.length} turns`)
  }
  // The application counts the ends of its answers there.
  database.pragma(`user_version = ${answers}`)
}

function turnsOf(chats: readonly PlannedChat[], beginsAt: number): PlannedTurn[] {
  const turns = chats.flatMap((chat) =>
    chat.asked.map((at, turn) => ({ at: beginsAt + at, chat, turn })),
  )
  return turns.sort((one, other) => one.at - other.at)
}
