import type { Authentication } from '@/lib/auth/authentication'
import type { ChatServices } from '@/lib/chats/chat-services'
import type { Config } from '@/lib/platform/env'
import type { VerbContext } from '@/lib/verbs/define-verb'

/** The services that the verbs of this room work with; the runtime provides them. */
export type AccountServices = ChatServices & {
  authentication: Authentication
  config: Config
  /** The secret that makes the setup code. */
  secret: string
}

/** The context of a call to a verb of this room. */
export type AccountCall = VerbContext<AccountServices>
