import { deleteChat } from '@/lib/chats/change/delete-chat'
import { updateChat } from '@/lib/chats/change/update-chat'
import { readChat } from '@/lib/chats/read/read-chat'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(readChat),
  PATCH: serve(updateChat),
  DELETE: serve(deleteChat),
})
