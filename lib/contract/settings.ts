import type { ChatSettings } from './chat'

/** `GET` and `PATCH /api/settings`: the settings with which a person's new chats begin. */
export type PersonSettings = {
  model: string | null
  settings: ChatSettings
  keepGoing: boolean
}
