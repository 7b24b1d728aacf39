import { deleteAccount } from '@/lib/accounts/delete-account'
import { readAccount } from '@/lib/accounts/read-account'
import { deleteAccountRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(async ({ runtime, person }) => Response.json(await readAccount(runtime, person))),

  DELETE: route(
    async (call) => {
      const { runtime, person } = call
      const { password } = readBody(call, deleteAccountRequestSchema)
      await deleteAccount(runtime, person.id, password)
      return new Response(null, { status: 204 })
    },
    { needs: 'admin', limit: 'sign-ins' },
  ),
})
