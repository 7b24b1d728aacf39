import { becomeOwner } from '@/lib/accounts/become-owner'
import { becomeOwnerRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    async (call) => {
      const { runtime, person } = call
      const { code } = readBody(call, becomeOwnerRequestSchema)
      await becomeOwner(runtime, person, code)
      return new Response(null, { status: 204 })
    },
    { needs: 'admin', limit: 'setup-codes' },
  ),
})
