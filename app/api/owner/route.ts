import { becomeOwner } from '@/lib/accounts/become-owner'
import { methods } from '@/lib/http/methods'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: serve(becomeOwner),
})
