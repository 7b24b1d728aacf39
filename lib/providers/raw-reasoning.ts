import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { fieldsOf, listIn, textIn } from './wires/json-fields'

/**
 * What a model thinks over OpenAI's chat completions: OpenAI itself does not tell it there, so the
 * AI SDK overlooks it, but for the events as they came.
 */
export function withRawReasoning(model: LanguageModelV4): LanguageModelV4 {
  return {
    specificationVersion: model.specificationVersion,
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,
    doGenerate: (options) => model.doGenerate(options),
    async doStream(options) {
      const { stream, ...rest } = await model.doStream({ ...options, includeRawChunks: true })
      return { ...rest, stream: stream.pipeThrough(new TransformStream({ transform })) }
    },
  }
}

function transform(
  part: LanguageModelV4StreamPart,
  controller: TransformStreamDefaultController<LanguageModelV4StreamPart>,
): void {
  if (part.type !== 'raw') {
    controller.enqueue(part)
    return
  }
  const [choice] = listIn(fieldsOf(part.rawValue)?.['choices'])
  const delta = textIn(fieldsOf(fieldsOf(choice)?.['delta'])?.['reasoning_content'])
  if (delta !== '') controller.enqueue({ type: 'reasoning-delta', id: 'reasoning', delta })
}
