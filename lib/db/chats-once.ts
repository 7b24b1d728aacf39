import type { ChatRecord } from './chats'

/** The chats of several readings, each of them once. */
export function chatsOnce(...readings: (readonly ChatRecord[])[]): ChatRecord[] {
  return [...new Map(readings.flat().map((chat) => [chat.id, chat])).values()]
}
