import { createAnthropic } from '@ai-sdk/anthropic'
import { modelsOf, type ProviderModel, type Vendor } from '@/lib/providers/call/provider'
import { createProviderFetch } from '@/lib/providers/call/provider-fetch'
import { anthropicWire } from '@/lib/providers/wires/anthropic-wire'
import { stopsBillingWithCall } from './billing-after-stop'

const efforts = ['none', 'low', 'medium', 'high'] as const

/** Names known to the installed version of `@ai-sdk/anthropic`; `ANTHROPIC_MODELS` replaces them. */
const knownModels: readonly ProviderModel[] = [
  { name: 'claude-sonnet-5-5', title: 'Claude Sonnet 5.5', reasoning: true, efforts },
  { name: 'claude-opus-5-5', title: 'Claude Opus 5.5', reasoning: true, efforts },
  {
    name: 'claude-haiku-5-5',
    title: 'Claude Haiku 5.5',
    // The window of its family: the catalogue does not know this model yet.
    contextWindow: 200_000,
    reasoning: true,
    efforts,
  },
]

/** Anthropic's messages wire. */
export const anthropic: Vendor = (config) => {
  const { apiKey, baseUrl, models } = config.vendor('ANTHROPIC')
  if (apiKey === undefined) return []
  const client = createAnthropic({
    apiKey,
    fetch: createProviderFetch(anthropicWire),
    ...(baseUrl !== undefined && { baseURL: baseUrl }),
  })
  return [
    {
      name: 'anthropic',
      models: modelsOf(models, knownModels),
      languageModel: (name) => client(name),
      // Its newer models refuse a conversation that ends with an answer.
      continuation: 'instruction',
      billing: {
        costsMoney: true,
        stopsWithCall: stopsBillingWithCall(baseUrl ?? 'https://api.anthropic.com'),
        catalogueName: 'anthropic',
      },
    },
  ]
}
