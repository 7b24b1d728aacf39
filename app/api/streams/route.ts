import { listStreams } from '@/lib/chats/stop/list-streams'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(listStreams),
})
