import { logoRoute } from '@/lib/http/logo-route'
import { methods } from '@/lib/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: logoRoute })
