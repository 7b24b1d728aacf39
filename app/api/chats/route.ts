import { createChat } from '@/lib/chats/create-chat'
import { listChats } from '@/lib/chats/list-chats'
import { methods } from '@/lib/http/methods'
import { respondWith } from '@/lib/http/perform-verb'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(listChats),
  POST: serve(createChat, { respond: respondWith(201) }),
})
