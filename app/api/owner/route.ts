import { becomeOwner } from '@/lib/accounts/become-owner'
import { becomeOwnerRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    async ({ request, runtime, person }) => {
      const { code } = await readBody(request, becomeOwnerRequestSchema)
      await becomeOwner(runtime, person, code)
      return new Response(null, { status: 204 })
    },
    { needs: 'admin', limit: 'setup-codes' },
  ),
})
