import { deleteChat } from '@/lib/chats/delete-chat'
import { readChat } from '@/lib/chats/read-chat'
import { updateChat } from '@/lib/chats/update-chat'
import { readChatQuerySchema, updateChatRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { readQuery } from '@/lib/http/read-query'
import { route } from '@/lib/http/route'

type Parameters = { chatId: string }

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Parameters>({
  GET: route<Parameters>(async ({ request, runtime, person, parameters }) => {
    const query = readQuery(request, readChatQuerySchema)
    return Response.json(await readChat(runtime, person.id, parameters.chatId, query))
  }),

  PATCH: route<Parameters>(async (call) => {
    const { runtime, person, parameters } = call
    const body = readBody(call, updateChatRequestSchema)
    return Response.json(await updateChat(runtime, person.id, parameters.chatId, body))
  }),

  DELETE: route<Parameters>(async ({ runtime, person, parameters }) => {
    await deleteChat(runtime, person.id, parameters.chatId)
    return new Response(null, { status: 204 })
  }),
})
