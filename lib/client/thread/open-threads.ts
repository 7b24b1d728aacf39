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

  /** What is shown of a chat, also of one that is not open. */
  shown = (chatId: string): Thread => this.#threads.get(chatId) ?? loadingThread

  set = (chatId: string, thread: Thread): void => {
    this.#threads.set(chatId, thread)
    this.tell()
  }

  /** A message as it is shown; undefined where it is not. */
  view(chatId: string, messageId: string): AnswerView | undefined {
    return this.get(chatId)?.views.find(({ message }) => message.id === messageId)
  }

  /** Shows a message so, where it is shown. */
  replace(chatId: string, view: AnswerView): void {
    const thread = this.get(chatId)
    if (thread) this.set(chatId, replaceView(thread, view))
  }

  /** Something that is shown with the chats has changed. */
  tell = this.#listeners.tell
}
