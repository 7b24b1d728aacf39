import { deleteMessage } from '@/lib/chats/delete-message'
import { readMessage } from '@/lib/chats/read-message'
import { methods } from '@/lib/http/methods'
import { route } from '@/lib/http/route'

type Parameters = { messageId: string }

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Parameters>({
  GET: route<Parameters>(async ({ runtime, person, parameters }) =>
    Response.json(await readMessage(runtime, person.id, parameters.messageId, person)),
  ),

  DELETE: route<Parameters>(async ({ runtime, person, parameters }) => {
    await deleteMessage(runtime, person.id, parameters.messageId)
    return new Response(null, { status: 204 })
  }),
})
