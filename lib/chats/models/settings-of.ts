import type { ChatServices } from '@/lib/chats/chat-services'
import type { PersonSettings } from '@/lib/contract/settings'

/** The settings that the person's new chats begin with. A model that is gone counts as none. */
export async function settingsOf(
  { database, models }: Pick<ChatServices, 'database' | 'models'>,
  personId: string,
): Promise<PersonSettings> {
  const { model, ...others } = await database.settings.find(personId)
  return { model: model !== null && models.find(model) ? model : null, ...others }
}
