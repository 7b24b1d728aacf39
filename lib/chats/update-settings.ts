import type { UpdateSettingsRequest } from '@/lib/contract/request'
import type { PersonSettings } from '@/lib/contract/settings'
import type { ChatServices } from './chat-services'
import { readSettings } from './read-settings'
import { resolveModel } from './resolve-model'

/** Changes what is named. Throws `model_unavailable`. */
export async function updateSettings(
  services: ChatServices,
  personId: string,
  { model, settings, keepGoing }: UpdateSettingsRequest,
): Promise<PersonSettings> {
  const { database, models, clock } = services
  if (typeof model === 'string') resolveModel(models, model)
  const before = await readSettings(services, personId)
  const changed = {
    model: model === undefined ? before.model : model,
    settings: settings ?? before.settings,
    keepGoing: keepGoing ?? before.keepGoing,
  }
  await database.settings.save(personId, changed, clock.now())
  return changed
}
