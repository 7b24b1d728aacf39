import { endKey } from '@/lib/accounts/end-key'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: serve(endKey),
})
