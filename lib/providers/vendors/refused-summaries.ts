import {
  APICallError,
  type LanguageModelV4,
  type LanguageModelV4CallOptions,
} from '@ai-sdk/provider'
import type { Log } from '@/lib/platform/log'
import { ProviderCall } from '@/lib/providers/call/provider-call'

/**
 * OpenAI gives summaries of reasoning only to organisations that it has verified, and refuses the
 * whole call of any other. Such a call is made again without the wish, and so are all later ones.
 */
export function withoutRefusedSummaries(model: LanguageModelV4, log: Log): LanguageModelV4 {
  let areRefused = false
  return {
    specificationVersion: model.specificationVersion,
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,
    doGenerate: (options) => model.doGenerate(options),
    async doStream(options) {
      if (areRefused) return model.doStream(withoutSummary(options))
      try {
        return await model.doStream(options)
      } catch (error) {
        if (!isRefusal(error)) throw error
        areRefused = true
        const facts = ProviderCall.current()?.failureBy(error)
        log.warn({ model: `openai/${model.modelId}`, ...facts }, 'a call to a provider failed')
        return model.doStream(withoutSummary(options))
      }
    },
  }
}

function isRefusal(error: unknown): boolean {
  return (
    APICallError.isInstance(error) &&
    error.statusCode === 400 &&
    /reasoning\W+summar/i.test(error.message)
  )
}

function withoutSummary(options: LanguageModelV4CallOptions): LanguageModelV4CallOptions {
  const { reasoningSummary: _, ...openai } = options.providerOptions?.['openai'] ?? {}
  return { ...options, providerOptions: { ...options.providerOptions, openai } }
}
