import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider'
import { systemClock, type Clock } from '@/lib/platform/clock'
import { writeDemoAnswer } from './demo-answer'
import type { Provider, Vendor } from './provider'

const TOKENS_A_SECOND = 60

/** A model without a key, in this process: for a first look, and it says that it is one. */
export const demo: Vendor = () => [createDemoProvider()]

export function createDemoProvider(clock: Clock = systemClock): Provider {
  return {
    name: 'demo',
    models: [{ name: 'tour', title: 'Demo (no key needed)' }],
    continuation: 'prefill',
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
  { prompt, abortSignal }: LanguageModelV4CallOptions,
  clock: Clock,
): ReadableStream<LanguageModelV4StreamPart> {
  const tokens = tokensOf(restOf(writeDemoAnswer(lastQuestion(prompt)), prompt))
  const startedAt = clock.now()
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
      controller.enqueue({ type: 'text-start', id: '0' })
      const speakOn = () => {
        const due = Math.floor(((clock.now() - startedAt) / 1000) * TOKENS_A_SECOND)
        for (const token of tokens.slice(sent, due)) {
          controller.enqueue({ type: 'text-delta', id: '0', delta: token })
          sent += 1
        }
        if (sent < tokens.length) {
          stopTimer = clock.after(1000 / TOKENS_A_SECOND, speakOn)
          return
        }
        abortSignal?.removeEventListener('abort', abort)
        controller.enqueue({ type: 'text-end', id: '0' })
        controller.enqueue(finish(tokens.length))
        controller.close()
      }
      speakOn()
    },
    cancel() {
      stopTimer()
    },
  })
}

function finish(outputTokens: number): LanguageModelV4StreamPart {
  return {
    type: 'finish',
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: {
      inputTokens: { total: 0, noCache: 0, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: outputTokens, text: outputTokens, reasoning: undefined },
    },
  }
}

/** Words with the space before them, about what a model's tokens are. */
function tokensOf(text: string): string[] {
  return text.match(/\s*\S{1,8}|\s+$/g) ?? []
}

/** What is left of an answer when the prompt ends with its beginning. */
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
