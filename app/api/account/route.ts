import { deleteAccount } from '@/lib/accounts/delete-account'
import { readAccount } from '@/lib/accounts/read-account'
import { updateAccount } from '@/lib/accounts/update-account'
import { deleteAccountRequestSchema, updateAccountRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { route } from '@/lib/http/route'
import { takeLimit } from '@/lib/http/take-limit'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(async ({ runtime, person }) => Response.json(await readAccount(runtime, person))),

  PATCH: route(
    async (call) => {
      const { runtime, person } = call
      const request = readBody(call, updateAccountRequestSchema)
      // A password can be guessed at.
      if (request.email !== undefined) await takeLimit(call, 'sign-ins', { person: person.id })
      return Response.json(await updateAccount(runtime, person, request))
    },
    { needs: 'admin' },
  ),

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
