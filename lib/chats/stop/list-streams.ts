import type { ChatCall } from '@/lib/chats/chat-services'
import { streamListSchema, type StreamInfo } from '@/lib/contract/stream-info'
import { defineVerb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'

/** The caller's running streams. */
export const listStreams = defineVerb({
  name: 'listStreams',
  scope: 'read',
  limit: 'none',
  ids: [],
  input: noInput,
  output: streamListSchema,
  run: async ({ services, caller }: ChatCall): Promise<{ streams: StreamInfo[] }> => ({
    streams: await services.streams.list(caller.id),
  }),
})
