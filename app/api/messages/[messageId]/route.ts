import { deleteMessage } from '@/lib/chats/delete-message'
import { readMessage } from '@/lib/chats/read-message'
import { methods } from '@/lib/http/methods'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(readMessage),
  DELETE: serve(deleteMessage),
})
