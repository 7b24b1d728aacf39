import { followChat } from '@/lib/chats/follow/follow-chat'
import { followChatQuerySchema } from '@/lib/contract/request'
import { answerStreamResponse } from '@/lib/http/events/event-stream'
import { readQuery } from '@/lib/http/request/read-query'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(followChat, {
    read: ({ request }) => readQuery(request, followChatQuerySchema),
    respond(followed, call) {
      if (!followed) return new Response(null, { status: 204 })
      const { chatId, messageId, feed } = followed
      const headers = { 'X-Message-Id': messageId, 'X-Chat-Id': chatId }
      return answerStreamResponse(call, feed, headers, 'stays')
    },
  }),
})
