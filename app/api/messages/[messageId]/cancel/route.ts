import { cancelMessage } from '@/lib/chats/stop/cancel-message'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: serve(cancelMessage, {
    respond: (outcome) => Response.json(outcome, { status: 'status' in outcome ? 200 : 202 }),
  }),
})
