import { createChat } from '@/lib/chats/change/create-chat'
import { listChats } from '@/lib/chats/read/list-chats'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'
import { respondWith } from '@/lib/http/route/wire'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(listChats),
  POST: serve(createChat, { respond: respondWith(201) }),
})
