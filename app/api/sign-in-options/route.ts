import { readSignInOptions } from '@/lib/accounts/read-sign-in-options'
import { methods } from '@/lib/http/route/methods'
import { serveOpen } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serveOpen(readSignInOptions),
})
