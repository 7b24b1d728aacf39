import type { Sender } from '@/lib/budgets/sender'
import type { MessageRecord } from '@/lib/db/messages'
import { describeError } from '@/lib/platform/log'
import { nameChat, type NamingServices } from './name-chat'

/** How many chats are named at once; a chat beyond that keeps the title of its question. */
const MOST_AT_ONCE = 100

/** Lets models name chats, each after its first answer has ended, until a shutdown. */
export class ChatNamer {
  readonly #services: NamingServices
  readonly #running = new Map<AbortController, Promise<void>>()
  #closed = false

  constructor(services: NamingServices) {
    this.#services = services
  }

  /** Begins if the answer has completed, and returns at once. */
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

  /** Resolves when no naming that runs now is left. */
  async idle(): Promise<void> {
    await Promise.all(this.#running.values())
  }

  /** Calls off the namings that run; resolves when none of them will write any more. */
  async shutdown(): Promise<void> {
    this.#closed = true
    for (const controller of this.#running.keys()) controller.abort()
    await Promise.all(this.#running.values())
  }
}
