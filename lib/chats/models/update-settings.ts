import type { ChatCall } from '@/lib/chats/chat-services'
import { updateSettingsRequestSchema } from '@/lib/contract/request'
import { personSettingsSchema, type PersonSettings } from '@/lib/contract/settings'
import { defineVerb } from '@/lib/verbs/define-verb'
import { resolveModel } from './resolve-model'
import { settingsOf } from './settings-of'

/** Changes the settings that are named. Throws `model_unavailable`. */
export const updateSettings = defineVerb({
  name: 'updateSettings',
  scope: 'chat',
  limit: 'changes',
  ids: [],
  input: updateSettingsRequestSchema,
  output: personSettingsSchema,
  async run(
    { services, caller }: ChatCall,
    { model, settings, keepGoing },
  ): Promise<PersonSettings> {
    const { database, models, clock } = services
    if (typeof model === 'string') resolveModel(models, model)
    const before = await settingsOf(services, caller.id)
    const changed = {
      model: model === undefined ? before.model : model,
      settings: settings ?? before.settings,
      keepGoing: keepGoing ?? before.keepGoing,
    }
    await database.settings.save(caller.id, changed, clock.now())
    return changed
  },
})
