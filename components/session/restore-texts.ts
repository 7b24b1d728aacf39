import type { Api } from '@/client/api'
import { FullstopError } from '@/client/error'
import type { Conversations } from '@/lib/client/chats/conversations'
import type { Outbox } from '@/lib/client/send/outbox'
import { writtenTexts } from '../writing/written-texts'

type Restoring = { api: Api; conversations: Conversations; outbox: Outbox }

/** Opens the chats that were to begin with a text of an earlier page: the server may not have them. */
export function openUnsentChats({ conversations, outbox }: Omit<Restoring, 'api'>): void {
  for (const { chatId, beginsChat } of outbox.left())
    if (beginsChat) conversations.unsent.openNew(chatId)
}

/**
 * Puts the texts that earlier pages of this tab were sending back to where they were written, unless
 * the server has them. A text about which the server cannot be asked now stays for the next time.
 */
export async function restoreTexts({ api, conversations, outbox }: Restoring): Promise<void> {
  for (const { answerId, chatId, text, editOf } of outbox.left()) {
    const isThere = await hasMessage(api, answerId)
    // Another call has settled this text meanwhile.
    const sent = outbox.find(answerId)
    if (isThere === undefined || !sent) continue
    outbox.forget(answerId)
    if (isThere) {
      if (sent.beginsChat) await conversations.unsent.accept(chatId)
      continue
    }
    writtenTexts.putBack(sent)
    const error = new FullstopError(
      'unauthenticated',
      'You left this page before the server received it.',
    )
    const unsent = { text: editOf === undefined ? text : '', model: undefined, error }
    conversations.unsent.show(chatId, unsent)
  }
}

/** Undefined if the server cannot tell now. */
async function hasMessage(api: Api, messageId: string): Promise<boolean | undefined> {
  try {
    await api.readMessage(messageId)
    return true
  } catch (error) {
    if (!(error instanceof FullstopError)) throw error
    return error.code === 'not_found' ? false : undefined
  }
}
