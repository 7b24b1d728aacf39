import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { ModelInfo } from '@/lib/contract/model'
import { ConfigurationError, type Config } from '@/lib/platform/env'
import { createCompatibleProvider } from './compatible'
import { createDemoProvider } from './demo'
import { createOpenAiProvider } from './openai'
import type { Continuation, Provider } from './provider'

/** A model that can be called now. */
export interface AvailableModel {
  readonly id: string
  readonly languageModel: LanguageModelV4
  readonly continuation: Continuation
  readonly callOptions: Pick<LanguageModelV4CallOptions, 'providerOptions'>
}

/** Everything one can talk to, in the order of the configuration. */
export interface ModelRegistry {
  list(): ModelInfo[]
  find(modelId: string): AvailableModel | undefined
  readonly defaultId: string
}

/** Builds the registry from what is configured. A provider with nothing set does not appear. */
export function createModelRegistry(config: Config): ModelRegistry {
  const providers = configuredProviders(config)
  const models = availableModels(providers)
  const defaultId = config.DEFAULT_MODEL ?? models.keys().next().value
  if (defaultId === undefined) {
    throw new ConfigurationError('DEMO_MODEL: is off, and no other model is configured')
  }
  if (!models.has(defaultId)) {
    throw new ConfigurationError(`DEFAULT_MODEL: ${defaultId} is not among the models`)
  }

  return {
    defaultId,
    list: () =>
      providers.flatMap((provider) =>
        provider.models.map(({ name, title, ...facts }) => ({
          id: `${provider.name}/${name}`,
          name: title,
          provider: provider.name,
          ...facts,
          default: `${provider.name}/${name}` === defaultId,
        })),
      ),
    find: (modelId) => models.get(modelId),
  }
}

/** Each model is made once: the schemas it brings are costly to make and to run for the first time. */
function availableModels(providers: readonly Provider[]): Map<string, AvailableModel> {
  return new Map(
    providers.flatMap(({ name, models, continuation, callOptions = {}, languageModel }) =>
      models.map((model) => {
        const id = `${name}/${model.name}`
        return [id, { id, languageModel: languageModel(model.name), continuation, callOptions }]
      }),
    ),
  )
}

function configuredProviders(config: Config): Provider[] {
  const providers: Provider[] = []
  const { apiKey } = config.openai
  if (apiKey !== undefined) {
    providers.push(createOpenAiProvider({ ...config.openai, apiKey }, config.OPENAI_API))
  }
  for (const [name, settings] of config.compatible) {
    const { baseUrl } = settings
    if (baseUrl !== undefined)
      providers.push(createCompatibleProvider(name, { ...settings, baseUrl }))
  }
  if (config.DEMO_MODEL === 'on' || (providers.length === 0 && config.DEMO_MODEL !== 'off')) {
    providers.push(createDemoProvider())
  }
  return providers
}
