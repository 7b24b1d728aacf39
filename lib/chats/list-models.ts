import type { ModelInfo } from '@/lib/contract/model'
import type { ChatServices } from './chat-services'
import { readSettings } from './read-settings'

/** The models that can be picked; the default is the one the person chose for new chats. */
export async function listModels(services: ChatServices, personId: string): Promise<ModelInfo[]> {
  const [models, { model: usual }] = await Promise.all([
    services.models.list(),
    readSettings(services, personId),
  ])
  if (usual === null) return models
  return models.map((model) => ({ ...model, default: model.id === usual }))
}
