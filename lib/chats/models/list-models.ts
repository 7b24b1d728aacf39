import type { ChatCall } from '@/lib/chats/chat-services'
import { modelListSchema, type ModelList } from '@/lib/contract/model'
import { defineVerb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import { settingsOf } from './settings-of'

/**
 * The models that can be picked; the default is the one the person chose for new chats. Only the owner
 * of the server is told the addresses of the providers that cannot be reached.
 */
export const listModels = defineVerb({
  name: 'listModels',
  scope: 'read',
  limit: 'none',
  ids: [],
  input: noInput,
  output: modelListSchema,
  async run({ services, caller }: ChatCall): Promise<ModelList> {
    const [models, { model: usual }] = await Promise.all([
      services.models.list(),
      settingsOf(services, caller.id),
    ])
    const unreachable = services.models.unreachable.map(({ provider, address }) =>
      caller.admin ? { provider, address } : { provider },
    )
    if (usual === null) return { models, unreachable }
    return {
      models: models.map((model) => ({ ...model, default: model.id === usual })),
      unreachable,
    }
  },
})
