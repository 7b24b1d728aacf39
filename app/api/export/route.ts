import { exportChats } from '@/lib/accounts/export-chats'
import { exportQuerySchema } from '@/lib/contract/request'
import { fileResponse } from '@/lib/http/file-response'
import { methods } from '@/lib/http/methods'
import { readQuery } from '@/lib/http/read-query'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    async (call) => {
      const { request, runtime, person } = call
      const { format } = readQuery(request, exportQuerySchema)
      const [name, type] =
        format === 'json' ? ['chats.json', 'application/json'] : ['chats.md', 'text/markdown']
      const onOver = runtime.exports.take(person.id)
      const pieces = exportChats(runtime.database, person.id, format)
      return fileResponse(call, { pieces, name, type, onOver })
    },
    { limit: 'exports' },
  ),
})
