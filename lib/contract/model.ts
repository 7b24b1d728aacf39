import { z } from 'zod'
import { reasoningEfforts } from './reasoning-effort'

/** A model that a person can pick. `id` is `provider/model`, split at the first slash. */
const modelSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  /** Tokens. */
  contextWindow: z.number().exactOptional(),
  /** Whether it can think before it answers. */
  reasoning: z.boolean().exactOptional(),
  /** How hard it can be asked to think. */
  efforts: z.array(z.enum(reasoningEfforts)).readonly().exactOptional(),
  default: z.boolean(),
})
export type ModelInfo = z.infer<typeof modelSchema>

/**
 * A provider that could not be asked for its models, and so has none listed. Only the owner of the
 * server is told its address.
 */
const unreachableSchema = z.strictObject({
  provider: z.string(),
  address: z.string().exactOptional(),
})
export type UnreachableProvider = z.infer<typeof unreachableSchema>

/** `GET /api/models` */
export const modelListSchema = z.strictObject({
  models: z.array(modelSchema),
  unreachable: z.array(unreachableSchema),
})
export type ModelList = z.infer<typeof modelListSchema>
