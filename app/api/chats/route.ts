import { createChat } from '@/lib/chats/change/create-chat'
import { listChats } from '@/lib/chats/read/list-chats'
import { methods } from '@/lib/http/route/methods'
import { respondWith } from '@/lib/http/route/perform-verb'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(listChats),
  POST: serve(createChat, { respond: respondWith(201) }),
})
