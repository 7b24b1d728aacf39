import { sendMessage } from '@/lib/chats/send-message'
import { MAX_SEND_BYTES } from '@/lib/contract/limits'
import { sendQuerySchema, sendRequestSchema } from '@/lib/contract/request'
import { clientAddressOf } from '@/lib/http/client-address'
import { answerStreamResponse } from '@/lib/http/event-stream'
import { lastEventIdOf } from '@/lib/http/last-event-id'
import { methods } from '@/lib/http/methods'
import { prefersAnswerElsewhere } from '@/lib/http/preference'
import { readBody } from '@/lib/http/read-body'
import { readQuery } from '@/lib/http/read-query'
import { route } from '@/lib/http/route'
import { takeLimit } from '@/lib/http/take-limit'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    async (call) => {
      const { request, runtime, person } = call
      const { ui } = readQuery(request, sendQuerySchema)
      const body = readBody(call, sendRequestSchema)
      if (person.guest) await takeLimit(call, 'guest-bytes', {}, Buffer.byteLength(call.body))
      const address = clientAddressOf(request, runtime.config.TRUST_PROXY)
      const sender = { ...person, address }
      const { answer, after } = await sendMessage(runtime, sender, body, lastEventIdOf(request))
      const headers = { 'X-Message-Id': answer.id, 'X-Chat-Id': answer.chatId }
      if (prefersAnswerElsewhere(request)) {
        const { id: messageId, chatId, parentId: userMessageId } = answer
        return Response.json({ chatId, messageId, userMessageId }, { status: 202, headers })
      }
      const feed = await runtime.streams.follow(answer, after, 'sender')
      return answerStreamResponse(call, feed, headers, ui)
    },
    { limit: 'sends', largestBody: MAX_SEND_BYTES },
  ),
})
