import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import type { Sender } from '@/lib/budgets/sender'
import { announceChat } from '@/lib/chats/announce-chat'
import type { ChatServices } from '@/lib/chats/chat-services'
import { checkBudget, type OpenPurse } from '@/lib/chats/limits/check-budget'
import { fitContext, type PathMessage } from '@/lib/chats/prompt/fit-context'
import { modelPromptOf, textOfPrompt } from '@/lib/chats/prompt/model-prompt'
import type { ChatSettings } from '@/lib/contract/chat'
import type { ChatRecord } from '@/lib/db/chats'
import { hasEnded } from '@/lib/db/message-view'
import type { MessageRecord } from '@/lib/db/messages'
import type { TooManyStreams } from '@/lib/db/streams'
import { Meter } from '@/lib/metering/meter'
import type { AvailableModel } from '@/lib/providers/models/vendor-models'
import type { OpeningStream, StreamOpening } from '@/lib/streams/stream-manager'
import type { SentAnswer } from './sent-answer'

/** A session of an answer that is to begin. */
type WantedSession = {
  sender: Sender
  /** The stream of a new answer, or of one that goes on. */
  stream: Omit<StreamOpening, 'sender'>
  model: AvailableModel
  settings: ChatSettings
  /** Its own grace, in milliseconds, if its sender asks for one. */
  graceMs: number | undefined
  /** The messages that the model is to answer or go on with; `older` ones before these were left out. */
  readConversation(): Promise<{ whole: readonly PathMessage[]; older: number }>
}

/** The facts of a session that begins, for the stores. Times are milliseconds. */
export type SessionBeginning = {
  ownerId: string
  processId: string
  messageId: string
  sessionId: string
  model: string
  leftOut: number
  now: number
  monotonicNow: number
  most: number
}

/** Why a session has not begun, as far as its caller handles it. */
export type OtherOutcome<Beginning extends { outcome: string }> = Exclude<
  Beginning['outcome'],
  'started' | TooManyStreams['outcome']
>

type Begun = { chat: ChatRecord; answer: MessageRecord }

type ReadySession = Begun & {
  opening: OpeningStream
  wanted: WantedSession
  prompt: LanguageModelV4Prompt
  openPurse: OpenPurse
}

/**
 * The only way in which a session begins: its stream is opened, its budget checked, its prompt fitted,
 * `begin` writes it, and it runs. Nothing of it is left where `begin` has another outcome. Throws
 * `budget_spent` and `too_many_streams`.
 */
export async function runSession<Other extends string>(
  services: ChatServices,
  wanted: WantedSession,
  begin: (session: SessionBeginning) => Promise<Begun | { outcome: Other } | TooManyStreams>,
): Promise<SentAnswer | { outcome: Other }> {
  const { streams, clock, processId } = services
  const { sender, model, settings } = wanted
  const opening = await streams.open({ sender, ...wanted.stream })
  try {
    const { whole, older } = await wanted.readConversation()
    const openPurse = await checkBudget(services, sender, model, whole, settings)
    const { path, leftOut } = await fitContext(whole, model.contextWindow, settings)
    const { continuation } = model
    const prompt = modelPromptOf(path, { systemPrompt: settings.systemPrompt, continuation })
    const begun = await streams.begin<Begun | { outcome: Other }>(sender.id, (most) =>
      begin({
        ownerId: sender.id,
        processId,
        messageId: opening.messageId,
        sessionId: opening.sessionId,
        model: model.id,
        leftOut: older + leftOut,
        now: clock.now(),
        monotonicNow: clock.monotonic(),
        most,
      }),
    )
    if (!('answer' in begun)) return begun
    const after = run(services, { ...begun, opening, wanted, prompt, openPurse })
    return { answer: begun.answer, after }
  } finally {
    streams.withdraw(opening)
  }
}

/**
 * Starts the stream of an answer, or tells that a stop came before it: then the provider is never
 * called. Returns the cursor at which the new text of the answer begins.
 */
function run(services: ChatServices, ready: ReadySession): string {
  const { bus, streams } = services
  const { answer, chat } = ready
  const isStopped = hasEnded(answer)
  const after = isStopped
    ? streams.cursorAfter(answer, answer.parts.length)
    : startStream(services, ready)
  if (isStopped) bus.publish(answer.ownerId, { type: 'answer-stopped-first', answer })
  announceChat(bus, chat)
  return after
}

function startStream(
  { streams, database }: ChatServices,
  { answer, chat, opening, wanted, prompt, openPurse }: ReadySession,
): string {
  const { model, graceMs } = wanted
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
      inputText: () => textOfPrompt(prompt),
      lengths: database.messages,
    }),
    openProvider: (signal) => model.call(signal, prompt, wish),
  })
}
