import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import type { ChatRecord, MessageRecord } from '@/lib/db/database'
import type { AvailableModel } from '@/lib/providers/vendor-models'
import type { ChatServices } from './chat-services'
import type { OpenPurse } from './check-budget'
import { textOfPrompt } from './model-prompt'

/**
 * Starts the stream of an answer that is written; `prompt` is what the model is asked. Returns the
 * cursor at which its new text begins.
 */
export function runAnswer(
  { streams }: ChatServices,
  options: {
    answer: MessageRecord
    chat: ChatRecord
    model: AvailableModel
    prompt: LanguageModelV4Prompt
    openPurse: OpenPurse
  },
): string {
  const { answer, chat, model, prompt, openPurse } = options
  const { temperature, maxOutputTokens, reasoningEffort } = chat.settings
  const wish = {
    ...(temperature !== undefined && { temperature }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(reasoningEffort !== undefined && { reasoning: reasoningEffort }),
  }
  return streams.start({
    answer,
    keepGoing: chat.keepGoing,
    pricing: model.pricing,
    usualTokens: model.usualTokens(wish),
    purse: openPurse(),
    inputText: textOfPrompt(prompt),
    openProvider: (abortSignal) =>
      model.languageModel.doStream({ ...model.callOptions(wish), prompt, abortSignal }),
  })
}
