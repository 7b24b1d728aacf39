import { cancelStreams } from '@/lib/chats/cancel-streams'
import { cancelStreamsRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { stopRoute } from '@/lib/http/stop-route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: stopRoute(async (call) => {
    const { runtime, person, beforeLooking } = call
    const { chatId } = readBody(call, cancelStreamsRequestSchema)
    return Response.json(await cancelStreams(runtime, person.id, chatId, beforeLooking))
  }),
})
