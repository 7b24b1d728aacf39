import { createChat } from '@/lib/chats/create-chat'
import { listChats } from '@/lib/chats/list-chats'
import { createChatRequestSchema, listChatsQuerySchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { readQuery } from '@/lib/http/read-query'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(async ({ request, runtime, person }) =>
    Response.json(await listChats(runtime, person.id, readQuery(request, listChatsQuerySchema))),
  ),

  POST: route(async (call) => {
    const { runtime, person } = call
    const body = readBody(call, createChatRequestSchema)
    return Response.json(await createChat(runtime, person.id, body), { status: 201 })
  }),
})
