import { followChat } from '@/lib/chats/follow-chat'
import { answerStreamResponse } from '@/lib/http/event-stream'
import { route } from '@/lib/http/route'

export const GET = route<{ chatId: string }>(async ({ request, runtime, person, parameters }) => {
  const { chatId } = parameters
  const followed = await followChat(runtime, person.id, chatId)
  if (!followed) return new Response(null, { status: 204 })
  const headers = { 'X-Message-Id': followed.messageId, 'X-Chat-Id': chatId }
  return answerStreamResponse(request, followed.feed, headers)
})
