import type { ChatCall } from '@/lib/chats/chat-services'
import { notFound } from '@/lib/chats/not-found'
import { messageSchema, type Message } from '@/lib/contract/message'
import { defineVerb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import { currentMessage } from './current-message'

/**
 * One message, with its text so far when it is streaming. The owner of the server is also told what is
 * known of a failed call to the vendor.
 */
export const readMessage = defineVerb({
  name: 'readMessage',
  scope: 'read',
  limit: 'none',
  ids: ['messageId'],
  input: noInput,
  output: messageSchema,
  async run({ services, caller }: ChatCall, { messageId }): Promise<Message> {
    const record = await services.database.messages.find(caller.id, messageId)
    if (!record) throw notFound('message')
    const message = await currentMessage(services, record)
    const { metadata } = message
    if (!caller.admin || !metadata?.error || !record.error) return message
    return { ...message, metadata: { ...metadata, error: record.error } }
  },
})
