import type { ChatCall } from '@/lib/chats/chat-services'
import { personSettingsSchema, type PersonSettings } from '@/lib/contract/settings'
import { defineVerb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import { settingsOf } from './settings-of'

/** The settings that the caller's new chats begin with. */
export const readSettings = defineVerb({
  name: 'readSettings',
  scope: 'read',
  limit: 'none',
  ids: [],
  input: noInput,
  output: personSettingsSchema,
  run: ({ services, caller }: ChatCall): Promise<PersonSettings> => settingsOf(services, caller.id),
})
