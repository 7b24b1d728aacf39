import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'
import { ChatPage } from '../harness/page/chat-page'
import type { TabHistory } from './history'
import type { Step, StopControl } from './plan'
import type { ShownEvent } from './watch-answers'

/** How long to wait for a control or a text, in milliseconds. */
const COMING = 30_000

/** How long a page may take to show its answer before it is loaded again, in milliseconds. */
const LOADING = 4_000

/** How many characters of a page are reported: the end says how things stand. */
const SHOWN_AT_MOST = 500

/** For errors of a load in a bad network, and of a second close: the tab is looked at later. */
const whateverComes = () => {}

type Control = StopControl | Extract<Step, { kind: 'press again' }>['by']

/** One tab of a person, and the events that its pages told. */
export class Tab {
  readonly page: Page
  readonly history: TabHistory
  readonly chat: ChatPage
  #devTools: CDPSession | undefined
  /** The document that the latest load replaces. */
  #leftDocument: string | undefined

  constructor(page: Page, history: TabHistory) {
    this.page = page
    this.history = history
    this.chat = new ChatPage(page)
  }

  /** The latest state of an answer in the tab's present page. */
  shown(messageId: string): ShownEvent | undefined {
    return this.history.events.findLast(
      (event): event is ShownEvent =>
        event.kind === 'shown' &&
        event.messageId === messageId &&
        event.documentId !== this.#leftDocument,
    )
  }

  /** Begins to load a page, or its present page again. In a bad network that may fail. */
  load(path?: string): void {
    this.#leftDocument = this.history.events.at(-1)?.documentId
    const loading = path === undefined ? this.page.reload() : this.page.goto(path)
    loading.catch(whateverComes)
  }

  /**
   * Waits until the page shows the answer, and loads a page again that the bad network left half
   * loaded, as a person does. Resolves with when that was; undefined if it was shown already.
   */
  async repair(path: string, messageId: string): Promise<number | undefined> {
    if (this.shown(messageId)) return undefined
    const giveUpAt = Date.now() + COMING
    while (!(await this.#comesToShow(messageId))) {
      if (Date.now() > giveUpAt) throw new Error(`${this.history.name} does not show the answer`)
      // This load may fail because it meets a late one.
      await this.page.goto(path).catch(whateverComes)
    }
    return Date.now()
  }

  /** Closes the tab as a person does, without waiting. A close during a reload may get lost. */
  async close(): Promise<void> {
    while (!this.page.isClosed()) {
      const closed = this.page.waitForEvent('close', { timeout: 500 }).catch(whateverComes)
      await this.page.close({ runBeforeUnload: true }).catch(whateverComes)
      await closed
    }
  }

  /**
   * Stops everything in the tab, as on a phone that sleeps. It uses the debugger, because Chromium
   * freezes only hidden pages, and no page of a headless browser is hidden.
   */
  async freeze(): Promise<void> {
    this.#devTools ??= await this.page.context().newCDPSession(this.page)
    await this.#devTools.send('Debugger.enable')
    await this.#devTools.send('Debugger.pause')
  }

  async wake(): Promise<void> {
    await this.#devTools?.send('Debugger.disable')
  }

  /** Resolves when the tab shows this many characters of an answer. */
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

  /** Presses a control from within the page once it is there: a growing answer moves it. */
  async press(control: Control): Promise<void> {
    const giveUpAt = Date.now() + COMING
    while (!(await this.pressIfThere(control))) {
      if (Date.now() > giveUpAt) throw new Error(`${this.history.name} has no ${control} to press`)
      await pause(10)
    }
  }

  /** False if the control is not there. */
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

  /** What the tab shows now, for a report that is read later. */
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
