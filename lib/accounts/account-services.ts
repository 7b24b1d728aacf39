import type { Authentication } from '@/lib/auth/authentication'
import type { ChatServices } from '@/lib/chats/chat-services'
import type { Config } from '@/lib/platform/env'
import type { VerbContext } from '@/lib/verbs/define-verb'

/** What the verbs of this room work with; the runtime provides it. */
export type AccountServices = ChatServices & {
  authentication: Authentication
  config: Config
  /** What makes the setup code. */
  secret: string
}

/** What a verb of this room is called with. */
export type AccountCall = VerbContext<AccountServices>
