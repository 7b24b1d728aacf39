import { sendMessage } from '@/lib/chats/send/send-message'
import { sendQuerySchema } from '@/lib/contract/request'
import { answerStreamResponse } from '@/lib/http/events/event-stream'
import { withLastEventId } from '@/lib/http/request/last-event-id'
import { prefersAnswerElsewhere } from '@/lib/http/request/preference'
import { bodyOf } from '@/lib/http/request/read-body'
import { readQuery } from '@/lib/http/request/read-query'
import { finishAfter } from '@/lib/http/route/finish-after'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: serve(sendMessage, {
    read(call) {
      readQuery(call.request, sendQuerySchema)
      return withLastEventId(bodyOf(call), call.request)
    },
    async respond({ follow, ...sent }, call) {
      finishAfter(call.runtime, sent.messageId)
      const headers = { 'X-Message-Id': sent.messageId, 'X-Chat-Id': sent.chatId }
      if (prefersAnswerElsewhere(call.request)) {
        return Response.json(sent, { status: 202, headers })
      }
      return answerStreamResponse(call, await follow(), headers, 'stays')
    },
  }),
})
