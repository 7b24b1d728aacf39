import { createOpenAI } from '@ai-sdk/openai'
import type { ProviderSettings } from '@/lib/platform/env'
import { namedModels, type Provider, type ProviderModel } from './provider'
import { providerFetch } from './provider-fetch'

/** Names known to the installed version of `@ai-sdk/openai`; `OPENAI_MODELS` replaces them. */
const knownModels: ProviderModel[] = [
  { name: 'gpt-6.1-sol', title: 'GPT-6.1 Sol' },
  { name: 'gpt-6.1-terra', title: 'GPT-6.1 Terra' },
  { name: 'gpt-6-luna', title: 'GPT-6 Luna' },
  { name: 'gpt-5.4-mini', title: 'GPT-5.4 mini' },
]

/** OpenAI on its responses wire, or on chat completions where `OPENAI_API=chat` says so. */
export function createOpenAiProvider(
  settings: ProviderSettings & { apiKey: string },
  api: 'responses' | 'chat',
): Provider {
  const openai = createOpenAI({
    apiKey: settings.apiKey,
    fetch: providerFetch,
    ...(settings.baseUrl !== undefined && { baseURL: settings.baseUrl }),
  })
  return {
    name: 'openai',
    models: settings.models.length > 0 ? namedModels(settings.models) : knownModels,
    languageModel: (name) => (api === 'chat' ? openai.chat(name) : openai.responses(name)),
    continuation: 'instruction',
    // The conversation is kept here and nowhere else.
    callOptions: { providerOptions: { openai: { store: false } } },
  }
}
