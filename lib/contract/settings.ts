import type { ChatSettings } from './chat'

/** `GET` and `PATCH /api/settings`: what a person's new chats begin with. */
export type PersonSettings = {
  model: string | null
  settings: ChatSettings
  keepGoing: boolean
}
