import type { ChatServices } from '@/lib/chats/chat-services'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { SendRequest } from '@/lib/contract/request'

/** Refuses a grace that is longer than the server's own. Throws `bad_request`. */
export function refuseLongGrace({ streams }: ChatServices, { options }: SendRequest): void {
  const { graceMs = 0 } = options ?? {}
  const limit = streams.graceMs
  if (graceMs <= limit) return
  const field = 'options.graceMs'
  throw new FullstopError('bad_request', `${field}: must be at most ${limit} on this server`, {
    field,
    limit,
  })
}
