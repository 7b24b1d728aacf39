import { createKey } from '@/lib/accounts/create-key'
import { listKeys } from '@/lib/accounts/list-keys'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'
import { respondWith } from '@/lib/http/route/wire'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(listKeys),
  POST: serve(createKey, { respond: respondWith(201) }),
})
