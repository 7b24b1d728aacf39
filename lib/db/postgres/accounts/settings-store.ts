import { eq } from 'drizzle-orm'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { personSettings } from '@/lib/db/postgres/schema'
import { UNSET, type SettingsStore } from '@/lib/db/settings'

export function createSettingsStore(connection: Connection): SettingsStore {
  return {
    async find(ownerId) {
      const [found] = await connection
        .select({
          model: personSettings.model,
          settings: personSettings.settings,
          keepGoing: personSettings.keepGoing,
        })
        .from(personSettings)
        .where(eq(personSettings.ownerId, ownerId))
      return found ?? UNSET
    },

    async save(ownerId, settings, now) {
      const row = { ...settings, updatedAt: now }
      await connection
        .insert(personSettings)
        .values({ ownerId, ...row })
        .onConflictDoUpdate({ target: personSettings.ownerId, set: row })
    },
  }
}
