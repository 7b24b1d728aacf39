import { createOpenAI, type OpenAILanguageModelResponsesOptions } from '@ai-sdk/openai'
import { modelsOf, type ProviderModel, type Vendor } from '@/lib/providers/call/provider'
import { createProviderFetch } from '@/lib/providers/call/provider-fetch'
import { openaiChatWire } from '@/lib/providers/wires/chat-wire'
import { responsesWire } from '@/lib/providers/wires/responses-wire'
import { stopsBillingWithCall } from './billing-after-stop'
import { withReasoningInSources } from './reasoning-in-sources'
import { withoutRefusedSummaries } from './refused-summaries'

/** The window of the family, in tokens, for names that the catalogue does not know yet. */
const contextWindow = 1_050_000

const efforts = ['none', 'low', 'medium', 'high'] as const

/** Names known to the installed version of `@ai-sdk/openai`; `OPENAI_MODELS` replaces them. */
const knownModels: readonly ProviderModel[] = [
  { name: 'gpt-6.1-sol', title: 'GPT-6.1 Sol', contextWindow, reasoning: true, efforts },
  { name: 'gpt-6.1-terra', title: 'GPT-6.1 Terra', contextWindow, reasoning: true, efforts },
  { name: 'gpt-6-luna', title: 'GPT-6 Luna', reasoning: true, efforts },
  { name: 'gpt-5.4-mini', title: 'GPT-5.4 mini', reasoning: true, efforts },
]

/** The conversation is kept here and nowhere else; the model's thoughts come as a summary. */
const options = {
  store: false,
  reasoningSummary: 'auto',
} satisfies OpenAILanguageModelResponsesOptions

/** OpenAI on its responses wire, or on chat completions with `OPENAI_API=chat`. */
export const openai: Vendor = (config, log) => {
  const { apiKey, baseUrl, models } = config.vendor('OPENAI')
  if (apiKey === undefined) return []
  const isChat = config.OPENAI_API === 'chat'
  const client = createOpenAI({
    apiKey,
    fetch: createProviderFetch(isChat ? openaiChatWire : responsesWire),
    ...(baseUrl !== undefined && { baseURL: baseUrl }),
  })
  return [
    {
      name: 'openai',
      models: modelsOf(models, knownModels),
      languageModel: (name) =>
        isChat
          ? withReasoningInSources(client.chat(name))
          : withoutRefusedSummaries(client.responses(name), log),
      continuation: 'instruction',
      callOptions: (wish) => ({
        ...wish,
        providerOptions: { openai: isChat ? { store: false } : options },
      }),
      billing: {
        costsMoney: true,
        stopsWithCall: stopsBillingWithCall(baseUrl ?? 'https://api.openai.com'),
        catalogueName: 'openai',
      },
    },
  ]
}
