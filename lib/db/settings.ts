import type { PersonSettings } from '@/lib/contract/settings'

/** The settings that each person's new chats begin with. */
export interface SettingsStore {
  find(ownerId: string): Promise<PersonSettings>
  save(ownerId: string, settings: PersonSettings, now: number): Promise<void>
}

/** The settings of a person who has saved none. */
export const UNSET: PersonSettings = { model: null, settings: {}, keepGoing: false }
