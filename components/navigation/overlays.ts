import { Listeners } from '@/lib/client/browser/listeners'

/** The overlays that can be shown over the page of the chat, one at a time. */
export type Overlay =
  | ('commands' | 'shortcuts' | 'models')
  | ('settings of the chat' | 'settings for new chats')

/** Knows which overlay is shown. Keys, the side bar and commands open them. Knows no React. */
class Overlays {
  readonly #listeners = new Listeners()
  #shown: Overlay | undefined

  /** Calls back after every change; the returned function ends that. */
  subscribe = this.#listeners.subscribe

  shown = (): Overlay | undefined => this.#shown

  show = (overlay: Overlay): void => {
    this.#change(overlay)
  }

  close = (): void => {
    this.#change(undefined)
  }

  #change(shown: Overlay | undefined): void {
    this.#shown = shown
    this.#listeners.tell()
  }
}

export const overlays = new Overlays()
