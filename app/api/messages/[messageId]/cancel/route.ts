import { cancelMessage } from '@/lib/chats/cancel-message'
import { cancelRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { stopRoute } from '@/lib/http/stop-route'

type Parameters = { messageId: string }

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Parameters>({
  POST: stopRoute<Parameters>(async (call) => {
    const { runtime, person, beforeLooking } = call
    const { messageId } = call.parameters
    const body = readBody(call, cancelRequestSchema)
    const outcome = await cancelMessage(runtime, person.id, messageId, body, beforeLooking)
    return Response.json(outcome, { status: 'status' in outcome ? 200 : 202 })
  }),
})
