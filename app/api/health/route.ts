import { openRoute } from '@/lib/http/route'
import { version } from '@/package.json'

export const GET = openRoute(async () => Response.json({ status: 'ok', version }))
