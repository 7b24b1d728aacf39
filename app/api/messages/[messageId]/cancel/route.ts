import { cancelMessage } from '@/lib/chats/cancel-message'
import { methods } from '@/lib/http/methods'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: serve(cancelMessage, {
    respond: (outcome) => Response.json(outcome, { status: 'status' in outcome ? 200 : 202 }),
  }),
})
