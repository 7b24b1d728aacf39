import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider'

/** One call to the model, as the test steers it. */
export type ControlledCall = {
  readonly options: LanguageModelV4CallOptions
  say(text: string): void
  finish(reason?: LanguageModelV4FinishReason['unified']): void
  fail(error: unknown): void
}

export type ControlledModel = LanguageModelV4 & { readonly calls: ControlledCall[] }

/** A model that says what the test says, when the test says it. It overlooks its abort signal. */
export function createControlledModel(modelId: string): ControlledModel {
  const calls: ControlledCall[] = []
  return {
    calls,
    specificationVersion: 'v4',
    provider: 'test',
    modelId,
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error('only streams')),
    doStream(options) {
      const { readable, writable } = new TransformStream<LanguageModelV4StreamPart>(undefined, {
        highWaterMark: Infinity,
      })
      const writer = writable.getWriter()
      // The reader drops the stream when it is stopped; later writes go nowhere.
      const ignoreLate = () => {}
      calls.push({
        options,
        say: (delta) => void writer.write({ type: 'text-delta', id: '0', delta }).catch(ignoreLate),
        finish(unified = 'stop') {
          writer.write(finishPart(unified)).catch(ignoreLate)
          writer.close().catch(ignoreLate)
        },
        fail: (error) => void writer.abort(error).catch(ignoreLate),
      })
      return Promise.resolve({ stream: readable })
    },
  }
}

function finishPart(unified: LanguageModelV4FinishReason['unified']): LanguageModelV4StreamPart {
  return {
    type: 'finish',
    finishReason: { unified, raw: unified },
    usage: {
      inputTokens: { total: 3, noCache: 3, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: 5, text: 5, reasoning: undefined },
    },
  }
}
