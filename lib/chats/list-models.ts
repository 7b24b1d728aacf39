import type { ModelList } from '@/lib/contract/model'
import type { ChatServices } from './chat-services'
import { readSettings } from './read-settings'

/**
 * The models that can be picked; the default is the one the person chose for new chats. Only who owns
 * the server is told where those are that cannot be reached.
 */
export async function listModels(
  services: ChatServices,
  personId: string,
  { admin = false }: { admin?: boolean } = {},
): Promise<ModelList> {
  const [models, { model: usual }] = await Promise.all([
    services.models.list(),
    readSettings(services, personId),
  ])
  const unreachable = services.models.unreachable.map(({ provider, address }) =>
    admin ? { provider, address } : { provider },
  )
  if (usual === null) return { models, unreachable }
  return { models: models.map((model) => ({ ...model, default: model.id === usual })), unreachable }
}
