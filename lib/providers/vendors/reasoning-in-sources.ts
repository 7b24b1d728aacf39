import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider'

/**
 * Turns titles of sources back into reasoning. OpenAI itself sends none over its chat completions, so
 * the AI SDK has no place for it there, and `openaiChatWire` puts it into such titles.
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
