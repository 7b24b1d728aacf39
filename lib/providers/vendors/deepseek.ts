import { createDeepSeek } from '@ai-sdk/deepseek'
import { modelsOf, type ProviderModel, type Vendor } from '@/lib/providers/call/provider'
import { createProviderFetch } from '@/lib/providers/call/provider-fetch'
import { thinkingChatWire } from '@/lib/providers/wires/chat-wire'
import { stopsBillingWithCall } from './billing-after-stop'

const efforts = ['none', 'low', 'medium', 'high'] as const

/** Names known to the installed version of `@ai-sdk/deepseek`; `DEEPSEEK_MODELS` replaces them. */
const knownModels: readonly ProviderModel[] = [
  { name: 'deepseek-v4-flash', title: 'DeepSeek V4 Flash', reasoning: true, efforts },
  { name: 'deepseek-v4-pro', title: 'DeepSeek V4 Pro', reasoning: true, efforts },
]

/** DeepSeek: chat completions, with the reasoning in a field of its own. */
export const deepseek: Vendor = (config) => {
  const { apiKey, baseUrl, models } = config.vendor('DEEPSEEK')
  if (apiKey === undefined) return []
  const client = createDeepSeek({
    apiKey,
    fetch: createProviderFetch(thinkingChatWire),
    ...(baseUrl !== undefined && { baseURL: baseUrl }),
  })
  return [
    {
      name: 'deepseek',
      models: modelsOf(models, knownModels),
      languageModel: (name) => client(name),
      continuation: 'instruction',
      billing: {
        costsMoney: true,
        stopsWithCall: stopsBillingWithCall(baseUrl ?? 'https://api.deepseek.com'),
        catalogueName: 'deepseek',
      },
    },
  ]
}
