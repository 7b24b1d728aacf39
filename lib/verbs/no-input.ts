import { z } from 'zod'

/** The input of a verb that takes nothing but its IDs: a door reads nothing for it. */
export const noInput: z.ZodType<object> = z.object({})
