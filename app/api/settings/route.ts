import { readSettings } from '@/lib/chats/models/read-settings'
import { updateSettings } from '@/lib/chats/models/update-settings'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(readSettings),
  PATCH: serve(updateSettings),
})
