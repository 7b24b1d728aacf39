import { createKey } from '@/lib/accounts/create-key'
import { listKeys } from '@/lib/accounts/list-keys'
import { createKeyRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    async ({ runtime, person }) => Response.json({ keys: await listKeys(runtime, person.id) }),
    { needs: 'admin' },
  ),

  POST: route(
    async (call) => {
      const { runtime, person } = call
      const body = readBody(call, createKeyRequestSchema)
      return Response.json(await createKey(runtime, person.id, body), { status: 201 })
    },
    { needs: 'admin' },
  ),
})
