import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'
import { ChatPage } from '../harness/page/chat-page'
import type { TabHistory } from './history'
import type { Step, StopControl } from './plan'
import type { ShownEvent } from './watch-answers'

/** How long a control or a text is waited for that is to come, in milliseconds. */
const COMING = 15_000

/** How long a page that loads may take to show its answer, before it is loaded again. */
const LOADING = 2_000

/** So much of what a page shows is told, in characters: its end says how things stand. */
const SHOWN_AT_MOST = 500

/** A page fails to load in a bad network, and to close twice; what counts is looked at later. */
const whateverComes = () => {}

type Control = StopControl | Extract<Step, { kind: 'press again' }>['by']

/** One tab of a person, and what its pages told. */
export class Tab {
  readonly page: Page
  readonly history: TabHistory
  readonly chat: ChatPage
  #devTools: CDPSession | undefined
  /** The document that a load of this tab takes the place of. */
  #leftDocument: string | undefined

  constructor(page: Page, history: TabHistory) {
    this.page = page
    this.history = history
    this.chat = new ChatPage(page)
  }

  /** The latest that its present page showed of an answer. */
  shown(messageId: string): ShownEvent | undefined {
    return this.history.events.findLast(
      (event): event is ShownEvent =>
        event.kind === 'shown' &&
        event.messageId === messageId &&
        event.documentId !== this.#leftDocument,
    )
  }

  /** Begins to load a page, or its own again. In a bad network that may fail. */
  load(path?: string): void {
    this.#leftDocument = this.history.events.at(-1)?.documentId
    const loading = path === undefined ? this.page.reload() : this.page.goto(path)
    loading.catch(whateverComes)
  }

  /**
   * Waits for its page to show the answer, and loads what the bad network left half loaded again, as
   * a person does. Resolves with when it had loaded; undefined where it was there already.
   */
  async repair(path: string, messageId: string): Promise<number | undefined> {
    if (this.shown(messageId)) return undefined
    const giveUpAt = Date.now() + COMING
    while (!(await this.#comesToShow(messageId))) {
      if (Date.now() > giveUpAt) throw new Error(`${this.history.name} does not show the answer`)
      // It may meet with a load that is late.
      await this.page.goto(path).catch(whateverComes)
    }
    return Date.now()
  }

  /** Closes it as a person does, who waits for nothing: a close amid a reload may get lost. */
  async close(): Promise<void> {
    while (!this.page.isClosed()) {
      const closed = this.page.waitForEvent('close', { timeout: 500 }).catch(whateverComes)
      await this.page.close({ runBeforeUnload: true }).catch(whateverComes)
      await closed
    }
  }

  /**
   * Lets nothing run in it, as on a phone that sleeps: what comes waits. By the debugger, since
   * Chromium freezes only pages that are hidden, and without a screen none is.
   */
  async freeze(): Promise<void> {
    this.#devTools ??= await this.page.context().newCDPSession(this.page)
    await this.#devTools.send('Debugger.enable')
    await this.#devTools.send('Debugger.pause')
  }

  async wake(): Promise<void> {
    await this.#devTools?.send('Debugger.disable')
  }

  /** Resolves when it shows so much of an answer. */
  async waitForLength(messageId: string, length: number): Promise<void> {
    const giveUpAt = Date.now() + COMING
    while ((this.shown(messageId)?.length ?? -1) < length) {
      if (Date.now() > giveUpAt) {
        const shown = JSON.stringify(this.shown(messageId))
        throw new Error(`${this.history.name} did not show ${length} characters: ${shown}`)
      }
      await pause(10)
    }
  }

  async waitForControl(control: Control): Promise<void> {
    if (control === 'escape') return
    await this.#button(control).waitFor({ state: 'attached', timeout: COMING })
  }

  /** Presses from within, as soon as there is what to press: an answer that grows moves it. */
  async press(control: Control): Promise<void> {
    const giveUpAt = Date.now() + COMING
    while (!(await this.pressIfThere(control))) {
      if (Date.now() > giveUpAt) throw new Error(`${this.history.name} has no ${control} to press`)
      await pause(10)
    }
  }

  /** False where that control is not there. */
  async pressIfThere(control: Control): Promise<boolean> {
    if (control === 'escape') {
      await this.page.keyboard.press('Escape')
      return true
    }
    const pressing = this.#button(control).evaluateAll(([button]) => {
      if (button instanceof HTMLElement) button.click()
      return button !== undefined
    })
    // A page that is being loaded has nothing to press.
    return pressing.catch(() => false)
  }

  /** What it shows now, for a report that is read later. */
  async describe(): Promise<string> {
    const text = await this.page.locator('main').innerText({ timeout: 1_000 }).catch(String)
    return `${this.history.name} shows: … ${text.replaceAll(/\s+/g, ' ').slice(-SHOWN_AT_MOST)}`
  }

  async #comesToShow(messageId: string): Promise<boolean> {
    const giveUpAt = Date.now() + LOADING
    while (!this.shown(messageId) && Date.now() < giveUpAt) await pause(20)
    return this.shown(messageId) !== undefined
  }

  #button(control: Exclude<Control, 'escape'>) {
    switch (control) {
      case 'button':
        return this.chat.stopButton
      case 'composer':
        return this.page.locator('.send-button:not([data-action="send"])')
      case 'chat list':
        return this.chat.chatList.getByRole('button', { name: /^Stop the answer in/ }).first()
      case 'try now':
        return this.chat.answer.getByRole('button', { name: 'Try now' })
    }
  }
}
