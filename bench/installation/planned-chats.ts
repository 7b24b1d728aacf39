import { numbersFromSeed } from '../../lib/platform/testing/from-seed.ts'
import { searched, textOf } from './vocabulary.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** How far the messages reach back: a day more than the server keeps sessions, so that it prunes. */
export const SPAN_DAYS = 31

const COLLECTORS_CHATS = 1_000
const NEWCOMERS_CHATS = 12
const TURNS_OF_OWN_CHATS = 10
const TURNS_OF_LONG_CHAT = 1_000

const MOST_TURNS_OF_OTHERS = 19
const CHATS_OF_A_PERSON = 50
/** One chat in so many is the only one of a guest. */
const CHATS_A_GUEST = 20

/** The two people that calls are measured for. */
export type Measured = 'collector' | 'newcomer'

/** Whose a chat is: one of the two, another person by number, or a guest by number. */
export type ChatOwner = Measured | { person: number } | { guest: number }

/** A chat that is to be made. */
export type PlannedChat = {
  owner: ChatOwner
  /** Counted for each of the two, and for all others together. */
  number: number
  /** When its questions are asked, in milliseconds since the beginning of the span, in order. */
  asked: readonly number[]
  isLong: boolean
}

/**
 * The chats of the two people, which are always the same, and those of others, which have this many
 * messages in all.
 */
export function planChats(messagesOfOthers: number): PlannedChat[] {
  const own = (owner: Measured, chats: number) =>
    Array.from({ length: chats }, (_, number) => planChat(owner, number, TURNS_OF_OWN_CHATS))
  return [
    ...own('collector', COLLECTORS_CHATS),
    { ...planChat('collector', COLLECTORS_CHATS, TURNS_OF_LONG_CHAT), isLong: true },
    ...own('newcomer', NEWCOMERS_CHATS),
    ...planChatsOfOthers(messagesOfOthers / 2),
  ]
}

function planChatsOfOthers(turns: number): PlannedChat[] {
  const random = numbersFromSeed('others')
  const planned: PlannedChat[] = []
  for (let left = turns; left > 0;) {
    const number = planned.length
    const owner =
      number % CHATS_A_GUEST === 0
        ? { guest: number / CHATS_A_GUEST }
        : { person: Math.floor(number / CHATS_OF_A_PERSON) }
    const chat = planChat(
      owner,
      number,
      Math.min(left, 1 + Math.floor(random() * MOST_TURNS_OF_OTHERS)),
    )
    planned.push(chat)
    left -= chat.asked.length
  }
  return planned
}

function planChat(owner: ChatOwner, number: number, turns: number): PlannedChat {
  const random = numbersFromSeed(`${nameOf(owner)} ${number}`)
  const asked: number[] = []
  let at = 0
  for (let turn = 0; turn < turns; turn += 1) {
    at += Math.floor((1 + random() * 8) * MINUTE_MS)
    asked.push(at)
  }
  const begin = Math.floor(random() * (SPAN_DAYS * DAY_MS - at - MINUTE_MS))
  return { owner, number, asked: asked.map((after) => begin + after), isLong: false }
}

/** What is said in a turn of a chat: some chats are Chinese, and some have a word to search for. */
export function sayingsOf(
  { owner, number }: Pick<PlannedChat, 'owner' | 'number'>,
  turn: number,
): { question: string; answer: string } {
  const seed = `${nameOf(owner)} ${number} ${turn}`
  const chinese = number % 20 === 7
  const random = numbersFromSeed(seed)
  return {
    question: textOf({ seed: `${seed} question`, words: 3 + Math.floor(random() * 12), chinese }),
    answer: textOf({
      seed: `${seed} answer`,
      words: 20 + Math.floor(random() * 60),
      chinese,
      also: wordToFindIn(number, turn),
    }),
  }
}

function wordToFindIn(number: number, turn: number): string | undefined {
  if (number % 250 === 3 && turn === 0) return searched.rare
  return number % 10 === 5 && turn === 2 ? searched.twoLetters : undefined
}

function nameOf(owner: ChatOwner): string {
  if (typeof owner === 'string') return owner
  return 'person' in owner ? 'person' : 'guest'
}
