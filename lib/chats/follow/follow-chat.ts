import type { ChatCall } from '@/lib/chats/chat-services'
import { currentChat } from '@/lib/chats/current-chat'
import type { AnswerEvent } from '@/lib/contract/event'
import { answerChunkSchema } from '@/lib/contract/event-schema'
import type { Feed } from '@/lib/platform/feed'
import { defineVerb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import { feedOfAnswer } from './feed-of-answer'

type FollowedChat = { chatId: string; messageId: string; feed: Feed<AnswerEvent> }

/** Follows the answer that a chat is streaming; undefined when there is none, or no such chat. */
export const followChat = defineVerb({
  name: 'followChat',
  scope: 'read',
  limit: 'none',
  isLong: true,
  ids: ['chatId'],
  input: noInput,
  output: { events: answerChunkSchema, orNothing: true },
  async run({ services, caller }: ChatCall, { chatId }): Promise<FollowedChat | undefined> {
    const chat = await currentChat(services, caller.id, chatId)
    const messageId = chat?.activeMessageId
    if (!messageId) return undefined
    return { chatId, messageId, feed: await feedOfAnswer(services, caller.id, messageId) }
  },
})
