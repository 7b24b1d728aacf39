import { newClientId } from '@/client/new-id'
import { modelChoices } from '../models/model-choices'
import { chatPath, goTo } from '../navigation/chat-path'
import { useSession } from '../session/session-provider'
import { drafts, NEW_CHAT_DRAFT } from '../writing/drafts'

/**
 * Sends a question to this chat, or to a new one, which opens at once. A question that could not be
 * sent is put back as the chat's draft.
 */
export function useSendQuestion(chatId: string | undefined): (text: string) => Promise<void> {
  const { conversations, deletions } = useSession()
  return async (text) => {
    const id = chatId ?? newClientId()
    // A person who asks in a chat that they have just deleted wants to keep it.
    deletions.forget(id)
    const model = modelChoices.get(chatId ?? NEW_CHAT_DRAFT)
    if (chatId === undefined) modelChoices.set(id, model)
    const sent = conversations.send(id, text, model)
    goTo(chatPath(id))
    await sent
    if (conversations.thread(id).unsent?.text === text) drafts.putBefore(id, text)
  }
}
