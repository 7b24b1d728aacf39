import { z } from 'zod'

/** Of a verb that takes no input but its IDs: a door reads nothing for it. */
export const noInput: z.ZodType<object> = z.object({})
