import { exportChats } from '@/lib/accounts/export-chats'
import { fileResponse } from '@/lib/http/route/file-response'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(exportChats, { respond: (file, call) => fileResponse(call, file) }),
})
