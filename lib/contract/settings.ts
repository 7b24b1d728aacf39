import { z } from 'zod'
import { settingsSchema } from './request'

/** `GET` and `PATCH /api/settings`: the settings with which a person's new chats begin. */
export const personSettingsSchema = z.strictObject({
  model: z.string().nullable(),
  settings: settingsSchema,
  keepGoing: z.boolean(),
})
export type PersonSettings = z.infer<typeof personSettingsSchema>
