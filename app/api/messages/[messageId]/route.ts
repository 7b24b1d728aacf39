import { deleteMessage } from '@/lib/chats/delete-message'
import { readMessage } from '@/lib/chats/read-message'
import { route } from '@/lib/http/route'

type Parameters = { messageId: string }

export const GET = route<Parameters>(async ({ runtime, person, parameters }) =>
  Response.json(await readMessage(runtime, person.id, parameters.messageId)),
)

export const DELETE = route<Parameters>(async ({ runtime, person, parameters }) => {
  await deleteMessage(runtime, person.id, parameters.messageId)
  return new Response(null, { status: 204 })
})
