import { personStorage } from '@/lib/client/browser/person-storage'
import { leaveFor } from '@/lib/client/calls/leave-for'
import type { Outbox } from '@/lib/client/send/outbox'
import { NEW_CHAT_PATH } from '../navigation/chat-path'
import { draftNames, drafts, NEW_CHAT_DRAFT } from '../writing/drafts'
import { editNames, edits } from '../writing/edits'

/**
 * Moves all texts that were written in chats that cannot be opened any more into the draft of a new one,
 * those of the open chat first. Returns false, and moves nothing, if this browser would lose the draft
 * when the page is left.
 */
export function gatherTexts(outbox: Outbox, openChatId: string | undefined): boolean {
  if (personStorage.losesTexts) return false
  const chatIds = new Set([openChatId ?? NEW_CHAT_DRAFT, ...draftNames(), ...editNames()])
  const texts: string[] = []
  for (const chatId of chatIds) {
    texts.push(drafts.get(chatId), edits.textOf(chatId))
    drafts.set(chatId, '')
    edits.end(chatId)
  }
  for (const { answerId, text } of outbox.left()) {
    texts.push(text)
    outbox.forget(answerId)
  }
  drafts.set(NEW_CHAT_DRAFT, texts.filter((text) => text.trim() !== '').join('\n\n'))
  return true
}

/** Begins again with nothing but the written texts. Never resolves. */
export function startAgain(): Promise<never> {
  return leaveFor(NEW_CHAT_PATH)
}
