/** A model one can pick. `id` is `provider/model`, split at the first slash. */
export type ModelInfo = {
  id: string
  name: string
  provider: string
  /** Tokens. */
  contextWindow?: number
  reasoning?: boolean
  default: boolean
}

/** `GET /api/models` */
export type ModelList = { models: ModelInfo[] }
