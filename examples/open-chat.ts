import { Chat } from '@ai-sdk/react'
import { DefaultChatTransport, generateId, type UIMessage } from 'ai'
import { signInAsGuest } from './sign-in-as-guest'
import { stoppableSends } from './stoppable-sends'
import './page.css'

/** The chat that the page's address names, with its messages and its stop. */
export async function openChat() {
  await signInAsGuest()
  // With the ID in the address, the chat survives a reload.
  const id = location.hash.slice(1) || generateId()
  location.hash = id
  const { transport, stop } = stoppableSends()
  const messages = await readMessages(id)
  const chat = new Chat<UIMessage>({ id, messages, transport: new DefaultChatTransport(transport) })
  return {
    chat,
    stop: async () => {
      await stop(chat)
      const kept = await readMessages(id)
      // The server does not know messages that were stopped before they were sent.
      if (kept.length >= chat.messages.length) chat.messages = kept
    },
  }
}

/** Empty if there is no such chat yet. A streaming answer has its text so far. */
async function readMessages(id: string): Promise<UIMessage[]> {
  const response = await fetch(`/api/chats/${id}`)
  if (response.status === 404) return []
  if (!response.ok) throw new Error(`The chat cannot be read: ${response.status}`)
  return ((await response.json()) as { messages: UIMessage[] }).messages
}
