import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { ProviderSettings } from '@/lib/platform/env'
import { namedModels, type Provider } from './provider'
import { providerFetch } from './provider-fetch'

/** Any server that speaks OpenAI's chat completions, under the name the operator gave it. */
export function createCompatibleProvider(
  name: string,
  settings: ProviderSettings & { baseUrl: string },
): Provider {
  const compatible = createOpenAICompatible({
    name,
    baseURL: settings.baseUrl,
    includeUsage: true,
    fetch: providerFetch,
    ...(settings.apiKey !== undefined && { apiKey: settings.apiKey }),
  })
  return {
    name,
    models: namedModels(settings.models),
    continuation: 'instruction',
    languageModel: (modelName) => compatible.chatModel(modelName),
  }
}
