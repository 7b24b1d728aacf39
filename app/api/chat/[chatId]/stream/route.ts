import { followChat } from '@/lib/chats/follow-chat'
import { followChatQuerySchema } from '@/lib/contract/request'
import { answerStreamResponse } from '@/lib/http/event-stream'
import { methods } from '@/lib/http/methods'
import { readQuery } from '@/lib/http/read-query'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(followChat, {
    read: ({ request }) => readQuery(request, followChatQuerySchema),
    respond(followed, call) {
      if (!followed) return new Response(null, { status: 204 })
      const { chatId, messageId, feed } = followed
      const headers = { 'X-Message-Id': messageId, 'X-Chat-Id': chatId }
      return answerStreamResponse(call, feed, headers)
    },
  }),
})
