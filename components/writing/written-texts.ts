import type { WrittenTexts } from '@/lib/client/chats/resender'
import { drafts } from './drafts'
import { edits } from './edits'

/** The fields in which a person writes, for texts that are sent from them automatically. */
export const writtenTexts: WrittenTexts = {
  isUnchanged({ chatId, text, editOf }) {
    const written = editOf === undefined ? drafts.get(chatId) : edits.of(chatId, editOf)?.text
    return written?.trim() === text
  },
  takeAway({ chatId, text, editOf }) {
    if (editOf === undefined) drafts.takeAway(chatId, text)
    else if (edits.of(chatId, editOf)?.text.trim() === text) edits.end(chatId)
  },
  putBack({ chatId, text, editOf }) {
    if (editOf === undefined) drafts.putBefore(chatId, text)
    else edits.begin(chatId, { questionId: editOf, text, fromComposer: false })
  },
}
