import { endKey } from '@/lib/accounts/end-key'
import { methods } from '@/lib/http/methods'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<{ keyId: string }>({
  DELETE: route<{ keyId: string }>(
    async ({ runtime, person, parameters }) => {
      await endKey(runtime, person.id, parameters.keyId)
      return new Response(null, { status: 204 })
    },
    { needs: 'admin' },
  ),
})
