import { sendMessage } from '@/lib/chats/send-message'
import { sendQuerySchema } from '@/lib/contract/request'
import { answerStreamResponse } from '@/lib/http/event-stream'
import { withLastEventId } from '@/lib/http/last-event-id'
import { methods } from '@/lib/http/methods'
import { prefersAnswerElsewhere } from '@/lib/http/preference'
import { bodyOf } from '@/lib/http/read-body'
import { readQuery } from '@/lib/http/read-query'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: serve(sendMessage, {
    read(call) {
      readQuery(call.request, sendQuerySchema)
      return withLastEventId(bodyOf(call), call.request)
    },
    async respond({ follow, ...sent }, call) {
      const headers = { 'X-Message-Id': sent.messageId, 'X-Chat-Id': sent.chatId }
      if (prefersAnswerElsewhere(call.request)) {
        return Response.json(sent, { status: 202, headers })
      }
      return answerStreamResponse(call, await follow(), headers)
    },
  }),
})
