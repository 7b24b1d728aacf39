import { createChat } from '@/lib/chats/create-chat'
import { listChats } from '@/lib/chats/list-chats'
import { createChatRequestSchema, listChatsQuerySchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { readQuery } from '@/lib/http/read-query'
import { route } from '@/lib/http/route'
import { takeLimit } from '@/lib/http/take-limit'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(async (call) => {
    const { request, runtime, person } = call
    const query = readQuery(request, listChatsQuerySchema)
    if (query.query !== undefined) await takeLimit(call, 'searches', { person: person.id })
    return Response.json(await listChats(runtime, person.id, query))
  }),

  POST: route(async (call) => {
    const { runtime, person } = call
    const body = readBody(call, createChatRequestSchema)
    return Response.json(await createChat(runtime, person.id, body), { status: 201 })
  }),
})
