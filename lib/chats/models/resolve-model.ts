import { FullstopError } from '@/lib/contract/fullstop-error'
import type { ModelRegistry } from '@/lib/providers/models/registry'
import type { AvailableModel } from '@/lib/providers/models/vendor-models'

/** The model that was asked for. Throws `model_unavailable` when it is not configured. */
export function resolveModel(models: ModelRegistry, modelId: string): AvailableModel {
  const model = models.find(modelId)
  if (model) return model
  throw new FullstopError('model_unavailable', 'This model is not available on this server.', {
    field: 'model',
  })
}

/** The model of a chat, or the default where its own is not configured any more. */
export function modelOfChat(models: ModelRegistry, chatModel: string | null): AvailableModel {
  const chosen = chatModel === null ? undefined : models.find(chatModel)
  return chosen ?? resolveModel(models, models.defaultId ?? '')
}
