import { readSettings } from '@/lib/chats/read-settings'
import { updateSettings } from '@/lib/chats/update-settings'
import { updateSettingsRequestSchema } from '@/lib/contract/request'
import { methods } from '@/lib/http/methods'
import { readBody } from '@/lib/http/read-body'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(async ({ runtime, person }) => Response.json(await readSettings(runtime, person.id))),

  PATCH: route(async (call) => {
    const { runtime, person } = call
    const body = readBody(call, updateSettingsRequestSchema)
    return Response.json(await updateSettings(runtime, person.id, body))
  }),
})
