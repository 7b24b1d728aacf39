/** How hard a model is to think before it answers. */
export const reasoningEfforts = ['none', 'low', 'medium', 'high'] as const

export type ReasoningEffort = (typeof reasoningEfforts)[number]

/** A model that a person can pick. `id` is `provider/model`, split at the first slash. */
export type ModelInfo = {
  id: string
  name: string
  provider: string
  /** Tokens. */
  contextWindow?: number
  /** Whether it can think before it answers. */
  reasoning?: boolean
  /** How hard it can be asked to think. */
  efforts?: readonly ReasoningEffort[]
  default: boolean
}

/**
 * A provider that could not be asked for its models, and so has none listed. Only the owner of the
 * server is told its address.
 */
export type UnreachableProvider = { provider: string; address?: string }

/** `GET /api/models` */
export type ModelList = { models: ModelInfo[]; unreachable: UnreachableProvider[] }
