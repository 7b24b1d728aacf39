import type { Sender } from '@/lib/budgets/sender'
import type { MessageRecord } from '@/lib/db/messages'
import { describeError } from '@/lib/platform/log'
import { nameChat, type NamingServices } from './name-chat'

/** How many chats are named at once: what ends beyond that keeps its words. */
const MOST_AT_ONCE = 100

/** Names chats by their models, each beside the answer that has just ended, until a shutdown. */
export class ChatNamer {
  readonly #services: NamingServices
  readonly #running = new Map<AbortController, Promise<void>>()
  #closed = false

  constructor(services: NamingServices) {
    this.#services = services
  }

  /** Begins where the answer has completed, and returns at once. */
  answerEnded(answer: MessageRecord, sender: Sender): void {
    if (this.#closed || answer.status !== 'completed' || this.#running.size >= MOST_AT_ONCE) return
    const { log } = this.#services
    const controller = new AbortController()
    const naming = nameChat(this.#services, { answer, sender }, controller)
      .catch((error: unknown) => {
        log.error({ chatId: answer.chatId, error: describeError(error) }, 'naming a chat failed')
      })
      .finally(() => {
        this.#running.delete(controller)
      })
    this.#running.set(controller, naming)
  }

  /** Calls off what runs; resolves when nothing of it will write any more. */
  async shutdown(): Promise<void> {
    this.#closed = true
    for (const controller of this.#running.keys()) controller.abort()
    await Promise.all(this.#running.values())
  }
}
