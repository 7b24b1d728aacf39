import type { Purse } from '@/lib/budgets/budgets'
import { estimateTokens } from '@/lib/budgets/estimate-tokens'
import type { Sender } from '@/lib/budgets/sender'
import { announceChat } from '@/lib/chats/announce-chat'
import type { ChatServices } from '@/lib/chats/chat-services'
import { UNTITLED } from '@/lib/contract/chat'
import { isFullstopError } from '@/lib/contract/fullstop-error'
import { textOf } from '@/lib/contract/message-text'
import type { MessageRecord } from '@/lib/db/messages'
import { classifyProviderError } from '@/lib/providers/errors/classify-error'
import { askBriefly, type BriefAnswer } from '@/lib/providers/models/ask-briefly'
import type { AvailableModel } from '@/lib/providers/models/vendor-models'
import { saidTitle } from './said-title'
import { titleOf } from './title'

/** How long a model may take to name a chat, in milliseconds. */
const DEADLINE_MS = 15_000

const MOST_TOKENS = 64

/** How much of the question, and of the answer, the model is shown, in UTF-16 code units. */
const SHOWN_OF_QUESTION = 2_000
const SHOWN_OF_ANSWER = 1_000

const LONGEST_NAME = 500

const INSTRUCTION =
  'Name this chat in at most six words, in the language of its question. Say the name alone: no quotes, no Markdown, no full stop.'

export type NamingServices = Pick<
  ChatServices,
  'database' | 'bus' | 'models' | 'budgets' | 'clock' | 'log'
>

/**
 * Lets the model of a chat's first answer name the chat, unless the title is no longer the one of its
 * question. A failure leaves the title as it is, and so does an abort of the controller, which is also
 * aborted here when the chat is renamed or deleted meanwhile.
 */
export async function nameChat(
  services: NamingServices,
  { answer, sender }: { answer: MessageRecord; sender: Sender },
  controller: AbortController,
): Promise<void> {
  const { database, bus, models, clock, log } = services
  const { chatId, ownerId } = answer
  const model = models.find(answer.model ?? '')
  if (!model || model.scripted === true) return
  const named = await namedAfterQuestion(services, answer)
  if (!named) return
  const { question, title } = named
  const asked = `${INSTRUCTION}\n\nThe question:\n${question.slice(0, SHOWN_OF_QUESTION)}\n\nThe answer:\n${textOf(answer.parts).slice(0, SHOWN_OF_ANSWER)}`

  const callOffDeadline = clock.after(DEADLINE_MS, () => {
    controller.abort()
  })
  const unsubscribe = bus.subscribe(ownerId, (notice) => {
    const isGone =
      notice.type === 'person-deleted' ||
      (notice.type === 'chat-deleted' && notice.chatId === chatId)
    const isRenamed =
      notice.type === 'chat-changed' && notice.chat.id === chatId && notice.chat.title !== title
    if (isGone || isRenamed) controller.abort()
  })
  try {
    const purse = await openPurse(services, sender, model, asked)
    const said = await askBriefly(model, asked, {
      maxOutputTokens: MOST_TOKENS,
      maxCharacters: LONGEST_NAME,
      signal: controller.signal,
    })
    await purse?.settle(tokensOf(said, asked, controller.signal))
    if (controller.signal.aborted) return
    if (said.error !== undefined) {
      const { reason } = classifyProviderError(said.error)
      log.warn({ chatId, model: model.id, reason }, 'naming a chat failed')
      return
    }
    const name = said.whole ? saidTitle(said.text) : undefined
    if (name === undefined) return
    announceChat(
      bus,
      await database.chats.replaceTitle(ownerId, chatId, { from: title, to: name }, clock.now()),
    )
    log.info({ chatId, model: model.id }, 'chat named')
  } catch (error) {
    if (!isFullstopError(error) || error.code !== 'budget_spent') throw error
  } finally {
    callOffDeadline()
    unsubscribe()
  }
}

/** The question of a chat's first answer, and the title, if that is still the one of the question. */
async function namedAfterQuestion(
  { database }: NamingServices,
  { ownerId, chatId, parentId, siblingIds }: MessageRecord,
): Promise<{ question: string; title: string } | undefined> {
  if (parentId === null || siblingIds.length > 1) return undefined
  const [chat, question] = await Promise.all([
    database.chats.find(ownerId, chatId),
    database.messages.find(ownerId, parentId),
  ])
  if (!chat || question?.parentId !== null || question.siblingIds.length > 1) return undefined
  const text = textOf(question.parts)
  const isOwn = chat.title !== titleOf(text) && chat.title !== UNTITLED
  return isOwn ? undefined : { question: text, title: chat.title }
}

/** Throws `budget_spent`. */
async function openPurse(
  { budgets }: NamingServices,
  sender: Sender,
  { pricing }: AvailableModel,
  asked: string,
): Promise<Purse | undefined> {
  if (!pricing.costsMoney) return undefined
  const open = await budgets.check(sender, estimateTokens(asked) + MOST_TOKENS)
  return open()
}

/** The tokens of a call, estimated where the vendor does not tell them; a refused call used none. */
function tokensOf(said: BriefAnswer, asked: string, signal: AbortSignal): number {
  if (said.tokens !== undefined) return said.tokens
  const wasRefused = said.error !== undefined && said.text === '' && !signal.aborted
  return wasRefused ? 0 : Math.ceil(estimateTokens(asked) + estimateTokens(said.text))
}
