import { deleteAccount } from '@/lib/accounts/delete-account'
import { readAccount } from '@/lib/accounts/read-account'
import { updateAccount } from '@/lib/accounts/update-account'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(readAccount),
  PATCH: serve(updateAccount),
  DELETE: serve(deleteAccount),
})
