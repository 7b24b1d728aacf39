import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { VendorSettings } from '@/lib/platform/vendor-variables'
import { modelsOf, type Provider, type Vendor } from '@/lib/providers/call/provider'
import { createProviderFetch } from '@/lib/providers/call/provider-fetch'
import { thinkingChatWire } from '@/lib/providers/wires/chat-wire'
import { stopsBillingWithCall } from './billing-after-stop'

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
    // A server without a key is usually the operator's own.
    billing: {
      costsMoney: apiKey !== undefined,
      stopsWithCall: stopsBillingWithCall(baseUrl),
      catalogueName: name,
    },
  }
}
