import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider'

/**
 * What a model thinks over OpenAI's chat completions: OpenAI itself does not tell it there, so the
 * AI SDK has no place for it. It comes as titles of sources (`openaiChatWire`), and goes on as it is.
 */
export function withReasoningInSources(model: LanguageModelV4): LanguageModelV4 {
  return {
    specificationVersion: model.specificationVersion,
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,
    doGenerate: (options) => model.doGenerate(options),
    async doStream(options) {
      const { stream, ...rest } = await model.doStream(options)
      return { ...rest, stream: stream.pipeThrough(new TransformStream({ transform })) }
    },
  }
}

function transform(
  part: LanguageModelV4StreamPart,
  controller: TransformStreamDefaultController<LanguageModelV4StreamPart>,
): void {
  if (part.type !== 'source') controller.enqueue(part)
  else controller.enqueue({ type: 'reasoning-delta', id: 'reasoning', delta: part.title ?? '' })
}
