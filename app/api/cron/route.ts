import { cronRoute } from '@/lib/http/route/cron-route'
import { methods } from '@/lib/http/route/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: cronRoute })
