import { followChat } from '@/lib/chats/follow-chat'
import { followChatQuerySchema } from '@/lib/contract/request'
import { answerStreamResponse } from '@/lib/http/event-stream'
import { methods } from '@/lib/http/methods'
import { readQuery } from '@/lib/http/read-query'
import { route } from '@/lib/http/route'

type Parameters = { chatId: string }

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Parameters>({
  GET: route<Parameters>(async (call) => {
    const { chatId } = call.parameters
    const { ui } = readQuery(call.request, followChatQuerySchema)
    const followed = await followChat(call.runtime, call.person.id, chatId)
    if (!followed) return new Response(null, { status: 204 })
    const headers = { 'X-Message-Id': followed.messageId, 'X-Chat-Id': chatId }
    return answerStreamResponse(call, followed.feed, headers, ui)
  }),
})
