import type { ModelInfo } from '@/lib/contract/model'
import { ConfigurationError, type Config } from '@/lib/platform/env'
import type { Log } from '@/lib/platform/log'
import type { Provider, Vendor } from '@/lib/providers/call/provider'
import { anthropic } from '@/lib/providers/vendors/anthropic'
import { compatible } from '@/lib/providers/vendors/compatible'
import { deepseek } from '@/lib/providers/vendors/deepseek'
import { demo } from '@/lib/providers/vendors/demo'
import { ollama } from '@/lib/providers/vendors/ollama'
import { openai } from '@/lib/providers/vendors/openai'
import { VendorModels, type AvailableModel } from './vendor-models'

/** Every vendor whose models can be used, in the order in which they are listed. */
const vendors: readonly Vendor[] = [openai, anthropic, deepseek, ollama, compatible]

/** All models that a person can talk to. */
export interface ModelRegistry {
  /** Asks the vendors that list their own models, unless they were asked a moment ago. */
  list(): Promise<ModelInfo[]>
  find(modelId: string): AvailableModel | undefined
  /** The vendors that could not be asked for their models the last time. */
  readonly unreachable: readonly { provider: string; address: string }[]
  /** Undefined while no vendor has a model. */
  readonly defaultId: string | undefined
}

/** Builds the registry from the configuration. A provider with nothing set does not appear. */
export function createModelRegistry(config: Config, log: Log): ModelRegistry {
  const options = { log, fastLane: config.STREAM_FAST_LANE === 'on' }
  const offers = configuredProviders(config, log).map(
    (provider) => new VendorModels(provider, options),
  )
  const find = (modelId: string) => {
    const [name, modelName] = splitModelId(modelId)
    return offers.find(({ provider }) => provider.name === name)?.find(modelName)
  }
  if (config.DEFAULT_MODEL !== undefined && !find(config.DEFAULT_MODEL)) {
    throw new ConfigurationError(
      `DEFAULT_MODEL: ${config.DEFAULT_MODEL} is not one of the configured models`,
    )
  }
  const findDefault = () => config.DEFAULT_MODEL ?? offers.flatMap((offer) => offer.modelIds())[0]

  return {
    get defaultId() {
      return findDefault()
    },
    async list() {
      await Promise.all(offers.map((offer) => offer.refresh()))
      const defaultId = findDefault()
      return offers.flatMap((offer) =>
        offer.describe().map((model) => ({ ...model, default: model.id === defaultId })),
      )
    },
    find,
    get unreachable() {
      return offers.flatMap(({ provider, unreachableAt: address }) =>
        address === undefined ? [] : [{ provider: provider.name, address }],
      )
    },
  }
}

/** A model's own name may have slashes in it. */
function splitModelId(modelId: string): [string, string] {
  const slash = modelId.indexOf('/')
  return slash === -1 ? [modelId, ''] : [modelId.slice(0, slash), modelId.slice(slash + 1)]
}

function configuredProviders(config: Config, log: Log): Provider[] {
  const providers = vendors.flatMap((vendor) => vendor(config, log))
  const isDemoWanted = config.DEMO_MODEL ?? (providers.length === 0 ? 'on' : 'off')
  if (isDemoWanted === 'on') providers.push(...demo(config, log))
  if (providers.length === 0) {
    throw new ConfigurationError('DEMO_MODEL: is off, but no other model is configured')
  }
  return providers
}
