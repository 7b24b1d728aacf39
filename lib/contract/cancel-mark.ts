import { z } from 'zod'
import type { ReasonOf } from './end-reason'

const cancelReasons = [
  'user',
  'disconnect',
  'superseded',
  'capacity',
  'budget',
  'deleted',
] as const satisfies readonly ReasonOf<'cancelled'>[]

/** A stop of an answer that another server runs; that server carries it out. */
export const cancelMarkSchema = z.object({
  /** Names the stop: its session keeps the name of the stop that has ended it. */
  requestId: z.string(),
  reason: z.enum(cancelReasons),
  /** Keep no more of the text than this, in UTF-16 code units. */
  seenTextLength: z.int().min(0).exactOptional(),
  /** `sentence`: the answer ends with its sentence. */
  mode: z.enum(['now', 'sentence']).exactOptional(),
})
export type CancelMark = z.infer<typeof cancelMarkSchema>
