import { cancelMessage } from '@/lib/chats/cancel-message'
import { cancelRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { route } from '@/lib/http/route'

type Parameters = { messageId: string }

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Parameters>({
  POST: route<Parameters>(
    async (call) => {
      const { runtime, person, parameters } = call
      const body = readBody(call, cancelRequestSchema)
      const outcome = await cancelMessage(runtime, person.id, parameters.messageId, body)
      return Response.json(outcome, { status: 'status' in outcome ? 200 : 202 })
    },
    { limit: 'cancels' },
  ),
})
