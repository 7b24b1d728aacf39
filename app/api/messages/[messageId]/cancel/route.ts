import { cancelMessage } from '@/lib/chats/cancel-message'
import { cancelRequestSchema } from '@/lib/contract/request'
import { readBody } from '@/lib/http/read-body'
import { route } from '@/lib/http/route'

export const POST = route<{ messageId: string }>(
  async ({ request, runtime, person, parameters }) => {
    const body = await readBody(request, cancelRequestSchema)
    const outcome = await cancelMessage(runtime, person.id, parameters.messageId, body)
    return Response.json(outcome, { status: 'status' in outcome ? 200 : 202 })
  },
)
