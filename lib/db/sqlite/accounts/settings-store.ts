import { eq } from 'drizzle-orm'
import { UNSET, type SettingsStore } from '@/lib/db/settings'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { personSettings } from '@/lib/db/sqlite/schema'

export function createSettingsStore(connection: Connection): SettingsStore {
  return {
    async find(ownerId) {
      return settingsOf(connection).get({ ownerId }) ?? UNSET
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
