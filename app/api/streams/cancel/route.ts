import { cancelStreamsRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    async (call) => {
      const { runtime, person } = call
      const { chatId } = readBody(call, cancelStreamsRequestSchema)
      return Response.json(await runtime.streams.cancelAll({ personId: person.id, chatId }, 'user'))
    },
    { limit: 'cancels' },
  ),
})
