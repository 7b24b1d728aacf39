import { createOllama } from 'ollama-ai-provider-v2'
import { listOllamaModels } from './ollama-models'
import type { Vendor } from './provider'
import { providerFetch } from './provider-fetch'

/** Models on one's own machine. What there is changes with every `ollama pull`, so it is asked. */
export const ollama: Vendor = (config) => {
  const { baseUrl } = config.vendor('OLLAMA')
  if (baseUrl === undefined) return []
  const api = new URL('api', baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`).href
  const client = createOllama({ baseURL: api, fetch: providerFetch })
  return [
    {
      name: 'ollama',
      models: [],
      listModels: () => listOllamaModels(api),
      languageModel: (name) => client(name),
      continuation: 'prefill',
      // The package puts these where Ollama does not look for them.
      callOptions: ({ temperature, maxOutputTokens, ...rest }) => ({
        ...rest,
        providerOptions: { ollama: { options: { temperature, num_predict: maxOutputTokens } } },
      }),
      billing: { costsMoney: false, stopsWithCall: true },
    },
  ]
}
