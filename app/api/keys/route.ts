import { createKey } from '@/lib/accounts/create-key'
import { listKeys } from '@/lib/accounts/list-keys'
import { methods } from '@/lib/http/methods'
import { respondWith } from '@/lib/http/perform-verb'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(listKeys),
  POST: serve(createKey, { respond: respondWith(201) }),
})
