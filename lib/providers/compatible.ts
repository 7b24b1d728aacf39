import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { VendorSettings } from '@/lib/platform/vendor-variables'
import { stopsBillingWithCall } from './billing-after-stop'
import { modelsOf, type Provider, type Vendor } from './provider'
import { createProviderFetch } from './provider-fetch'
import { thinkingChatWire } from './wires/chat-wire'

/** Any servers that speak OpenAI's chat completions, under the names the operator gave them. */
export const compatible: Vendor = (config) =>
  [...config.compatible].map(([name, settings]) => createCompatibleProvider(name, settings))

function createCompatibleProvider(
  name: string,
  { baseUrl, apiKey, models }: VendorSettings & { baseUrl: string },
): Provider {
  const client = createOpenAICompatible({
    name,
    baseURL: baseUrl,
    includeUsage: true,
    fetch: createProviderFetch(thinkingChatWire),
    ...(apiKey !== undefined && { apiKey }),
  })
  return {
    name,
    models: modelsOf(models, []),
    continuation: 'instruction',
    languageModel: (modelName) => client.chatModel(modelName),
    // A server without a key is one's own, as a rule.
    billing: {
      costsMoney: apiKey !== undefined,
      stopsWithCall: stopsBillingWithCall(baseUrl),
      catalogueName: name,
    },
  }
}
