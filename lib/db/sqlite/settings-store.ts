import { eq } from 'drizzle-orm'
import type { SettingsStore } from '../database'
import { personSettings } from '../schema'
import type { Connection } from './connection'
import { given, prepared } from './prepared'

export function createSettingsStore(connection: Connection): SettingsStore {
  return {
    async find(ownerId) {
      return settingsOf(connection).get({ ownerId }) ?? { model: null, settings: {} }
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
    .select({ model: personSettings.model, settings: personSettings.settings })
    .from(personSettings)
    .where(eq(personSettings.ownerId, given('ownerId')))
    .prepare(),
)
