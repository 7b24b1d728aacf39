import { Listeners } from '@/lib/client/browser/listeners'
import type { AnswerView } from './answer-view'
import { loadingThread, replaceView, type Thread } from './thread'

/** The chats that this tab has opened, each as it is shown. Knows no React. */
export class OpenThreads {
  readonly #threads = new Map<string, Thread>()
  readonly #listeners = new Listeners()

  /** Calls back after every change; the returned function ends that. */
  subscribe = this.#listeners.subscribe

  all(): ReadonlyMap<string, Thread> {
    return this.#threads
  }

  get = (chatId: string): Thread | undefined => this.#threads.get(chatId)

  /** The thread of a chat; a loading one for a chat that is not open. */
  shown = (chatId: string): Thread => this.#threads.get(chatId) ?? loadingThread

  set = (chatId: string, thread: Thread): void => {
    this.#threads.set(chatId, thread)
    this.tell()
  }

  /** The view of a message; undefined where it is not shown. */
  view(chatId: string, messageId: string): AnswerView | undefined {
    return this.get(chatId)?.views.find(({ message }) => message.id === messageId)
  }

  /** Replaces the view of a message, if the message is shown. */
  replace(chatId: string, view: AnswerView): void {
    const thread = this.get(chatId)
    if (thread) this.set(chatId, replaceView(thread, view))
  }

  /** Called when something that is shown with the chats has changed. */
  tell = this.#listeners.tell
}
