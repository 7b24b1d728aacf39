import { deleteChat } from '@/lib/chats/delete-chat'
import { readChat } from '@/lib/chats/read-chat'
import { updateChat } from '@/lib/chats/update-chat'
import { methods } from '@/lib/http/methods'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(readChat),
  PATCH: serve(updateChat),
  DELETE: serve(deleteChat),
})
