import { readSettings } from '@/lib/chats/read-settings'
import { updateSettings } from '@/lib/chats/update-settings'
import { methods } from '@/lib/http/methods'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(readSettings),
  PATCH: serve(updateSettings),
})
