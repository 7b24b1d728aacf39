import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { Vendor } from '@/lib/providers/call/provider'
import { createProviderFetch } from '@/lib/providers/call/provider-fetch'
import { thinkingChatWire } from '@/lib/providers/wires/chat-wire'
import { listOllamaModels } from './ollama-models'

/**
 * Models on the operator's own machine. Their list changes with every `ollama pull`, so Ollama is
 * asked for it; the answers come over its OpenAI-compatible wire (decision 008).
 */
export const ollama: Vendor = (config, log) => {
  const { baseUrl } = config.vendor('OLLAMA')
  if (baseUrl === undefined) return []
  const host = baseUrl.replace(/\/+$/, '')
  const client = createOpenAICompatible({
    name: 'ollama',
    baseURL: `${host}/v1`,
    includeUsage: true,
    fetch: createProviderFetch(thinkingChatWire),
  })
  return [
    {
      name: 'ollama',
      models: [],
      ownList: { address: host, read: (signal) => listOllamaModels(`${host}/api`, signal, log) },
      languageModel: (name) => client.chatModel(name),
      continuation: 'prefill',
      billing: { costsMoney: false, stopsWithCall: true },
    },
  ]
}
