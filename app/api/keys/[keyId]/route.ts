import { endKey } from '@/lib/accounts/end-key'
import { methods } from '@/lib/http/methods'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: serve(endKey),
})
