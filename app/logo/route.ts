import { logoRoute } from '@/lib/http/route/logo-route'
import { methods } from '@/lib/http/route/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: logoRoute })
