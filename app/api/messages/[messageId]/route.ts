import { deleteMessage } from '@/lib/chats/change/delete-message'
import { readMessage } from '@/lib/chats/read/read-message'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(readMessage),
  DELETE: serve(deleteMessage),
})
