import { eq } from 'drizzle-orm'
import type { PersonSettings } from '@/lib/contract/settings'
import type { SettingsStore } from '../settings'
import type { Connection } from './connection'
import { given, prepared } from './prepared'
import { personSettings } from './schema'

const unset: PersonSettings = { model: null, settings: {}, keepGoing: false }

export function createSettingsStore(connection: Connection): SettingsStore {
  return {
    async find(ownerId) {
      return settingsOf(connection).get({ ownerId }) ?? unset
    },

    async save(ownerId, settings, now) {
      const row = { ...settings, updatedAt: now }
      connection
        .insert(personSettings)
        .values({ ownerId, ...row })
        .onConflictDoUpdate({ target: personSettings.ownerId, set: row })
        .run()
    },
  }
}

const settingsOf = prepared((connection) =>
  connection
    .select({
      model: personSettings.model,
      settings: personSettings.settings,
      keepGoing: personSettings.keepGoing,
    })
    .from(personSettings)
    .where(eq(personSettings.ownerId, given('ownerId')))
    .prepare(),
)
