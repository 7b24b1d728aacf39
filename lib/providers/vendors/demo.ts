import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider'
import { systemClock, type Clock } from '@/lib/platform/clock'
import type { Provider, Vendor } from '@/lib/providers/call/provider'
import { writeDemoAnswer, writeDemoThoughts } from './demo-answer'

const TOKENS_A_SECOND = 60

/** A model in this process that needs no key: for a first look, and it says that it is a demo. */
export const demo: Vendor = () => [createDemoProvider()]

export function createDemoProvider(clock: Clock = systemClock): Provider {
  return {
    name: 'demo',
    models: [
      {
        name: 'tour',
        title: 'Demo (no key needed)',
        contextWindow: 32_000,
        reasoning: true,
        efforts: ['none', 'medium'],
      },
    ],
    continuation: 'prefill',
    scripted: true,
    billing: { costsMoney: false, stopsWithCall: true },
    languageModel: (name) => createDemoModel(name, clock),
  }
}

function createDemoModel(modelId: string, clock: Clock): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: 'demo',
    modelId,
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error('The demo model only streams.')),
    doStream: async (options) => ({ stream: speak(options, clock) }),
  }
}

function speak(
  { prompt, abortSignal, reasoning = 'none' }: LanguageModelV4CallOptions,
  clock: Clock,
): ReadableStream<LanguageModelV4StreamPart> {
  const question = lastQuestion(prompt)
  const thinks = reasoning !== 'none' && reasoning !== 'provider-default'
  const thoughts = thinks ? tokensOf(writeDemoThoughts(question)) : []
  const words = tokensOf(restOf(writeDemoAnswer(question), prompt))
  const tokens = [...partOf('reasoning', thoughts), ...partOf('text', words)]
  const promptTokens = tokensOf(JSON.stringify(prompt)).length
  const startedAt = clock.monotonic()
  let sent = 0
  let stopTimer = () => {}

  return new ReadableStream<LanguageModelV4StreamPart>({
    start(controller) {
      const abort = () => {
        stopTimer()
        controller.error(abortSignal?.reason)
      }
      if (abortSignal?.aborted) {
        abort()
        return
      }
      abortSignal?.addEventListener('abort', abort, { once: true })
      controller.enqueue({ type: 'stream-start', warnings: [] })
      const speakOn = () => {
        const due = Math.round(((clock.monotonic() - startedAt) / 1000) * TOKENS_A_SECOND)
        for (const parts of tokens.slice(sent, due)) {
          for (const part of parts) controller.enqueue(part)
          sent += 1
        }
        if (sent < tokens.length) {
          stopTimer = clock.after(1000 / TOKENS_A_SECOND, speakOn)
          return
        }
        abortSignal?.removeEventListener('abort', abort)
        controller.enqueue(finish(promptTokens, words.length, thoughts.length))
        controller.close()
      }
      speakOn()
    },
    cancel() {
      stopTimer()
    },
  })
}

/** A part of the answer, token by token: the first token brings the part's start, the last its end. */
function partOf(
  kind: 'reasoning' | 'text',
  tokens: readonly string[],
): LanguageModelV4StreamPart[][] {
  return tokens.map((delta, index) => [
    ...(index === 0 ? [{ type: `${kind}-start` as const, id: kind }] : []),
    { type: `${kind}-delta`, id: kind, delta },
    ...(index === tokens.length - 1 ? [{ type: `${kind}-end` as const, id: kind }] : []),
  ])
}

function finish(
  promptTokens: number,
  textTokens: number,
  reasoningTokens: number,
): LanguageModelV4StreamPart {
  return {
    type: 'finish',
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: {
      inputTokens: {
        total: promptTokens,
        noCache: promptTokens,
        cacheRead: undefined,
        cacheWrite: undefined,
      },
      outputTokens: {
        total: textTokens + reasoningTokens,
        text: textTokens,
        reasoning: reasoningTokens,
      },
    },
  }
}

/** Words with the space before them: about the size of a model's tokens. */
function tokensOf(text: string): string[] {
  return text.match(/\s*\S{1,8}|\s+$/g) ?? []
}

/** The rest of an answer when the prompt ends with its beginning. */
function restOf(answer: string, prompt: LanguageModelV4CallOptions['prompt']): string {
  const last = prompt.at(-1)
  if (last?.role !== 'assistant') return answer
  const begun = last.content.map((part) => (part.type === 'text' ? part.text : '')).join('')
  return answer.startsWith(begun) ? answer.slice(begun.length) : answer
}

function lastQuestion(prompt: LanguageModelV4CallOptions['prompt']): string {
  const question = prompt.findLast((message) => message.role === 'user')
  if (question?.role !== 'user') return ''
  return question.content.map((part) => (part.type === 'text' ? part.text : '')).join('')
}
