import { listStreams } from '@/lib/chats/list-streams'
import { methods } from '@/lib/http/methods'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(listStreams),
})
