import { cancelStreams } from '@/lib/chats/stop/cancel-streams'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: serve(cancelStreams),
})
