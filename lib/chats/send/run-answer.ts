import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { announceChat } from '@/lib/chats/announce-chat'
import type { ChatServices } from '@/lib/chats/chat-services'
import type { OpenPurse } from '@/lib/chats/limits/check-budget'
import { textOfPrompt } from '@/lib/chats/prompt/model-prompt'
import type { ChatRecord } from '@/lib/db/chats'
import { hasEnded } from '@/lib/db/message-view'
import type { MessageRecord } from '@/lib/db/messages'
import { Meter } from '@/lib/metering/meter'
import type { AvailableModel } from '@/lib/providers/models/vendor-models'
import type { OpeningStream } from '@/lib/streams/stream-manager'

/** An answer whose session has begun, and what its model is asked. */
type BegunAnswer = {
  answer: MessageRecord
  opening: OpeningStream
  chat: ChatRecord
  model: AvailableModel
  prompt: LanguageModelV4Prompt
  openPurse: OpenPurse
  graceMs: number | undefined
}

/**
 * Starts the stream of an answer, or tells that a stop had come before it: then the provider is
 * never called. Returns the cursor at which its new text begins.
 */
export function runAnswer(services: ChatServices, begun: BegunAnswer): string {
  const { bus, streams } = services
  const { answer, chat } = begun
  const isStopped = hasEnded(answer)
  const after = isStopped
    ? streams.cursorAfter(answer, answer.parts.length)
    : startStream(services, begun)
  if (isStopped) bus.publish(answer.ownerId, { type: 'answer-stopped-first', answer })
  announceChat(bus, chat)
  return after
}

function startStream(
  { streams, database }: ChatServices,
  { answer, opening, chat, model, prompt, openPurse, graceMs }: BegunAnswer,
): string {
  const { temperature, maxOutputTokens, reasoningEffort } = chat.settings
  const wish = {
    ...(temperature !== undefined && { temperature }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(reasoningEffort !== undefined && { reasoning: reasoningEffort }),
  }
  return streams.start(opening, {
    answer,
    keepGoing: chat.keepGoing,
    graceMs,
    meter: new Meter({
      pricing: model.pricing,
      usualTokens: model.usualTokens(wish),
      purse: openPurse(),
      inputText: textOfPrompt(prompt),
      lengths: database.messages,
    }),
    openProvider: (signal) => model.call(signal, prompt, wish),
  })
}
