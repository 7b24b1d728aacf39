import { randomUUID } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'
import SqliteDatabase from 'better-sqlite3'
import { releaseCall, waitForCall, type Call } from '../../e2e/fake-provider/books/books.ts'
import { encodeSaid } from '../../e2e/fake-provider/directives/said-text.ts'
import { ChatPage } from '../../e2e/harness/page/chat-page'
import type { AppServer } from '../../e2e/harness/server/app-server'
import { earlierChats } from './texts'

/** The address of the list of chats. */
export const LIST_ADDRESS = /\/api\/chats(\?|$)/

/** A fake provider that has the directive of every question beforehand. */
export type ScriptedProvider = { url: string; directives: Map<string, string> }

/** The scripted answer to a question. */
export type Script = {
  say?: string
  think?: string
  /** The answer is held after these words, which must be in it without markup. */
  until?: string
  /** Tokens a second; all at once unless given. */
  rate?: number
  /** More words of the fake provider's directive. */
  words?: string
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** The page of a picture, and everything that brings it into a state. */
export class Studio {
  readonly page: Page
  readonly chat: ChatPage
  readonly server: AppServer
  readonly #provider: ScriptedProvider

  constructor(page: Page, server: AppServer, provider: ScriptedProvider) {
    this.page = page
    this.chat = new ChatPage(page)
    this.server = server
    this.#provider = provider
  }

  get isPhone(): boolean {
    return (this.page.viewportSize()?.width ?? 0) < 768
  }

  /** Opens the page of a new chat, for a person who already has chats. */
  async openNewChat(): Promise<void> {
    await this.haveEarlierChats()
    await ChatPage.open(this.page)
    await this.chatsAreListed()
  }

  /** Opens the page of a new chat, and asks there as `ask` does. */
  async open(question: string, script: Script): Promise<string> {
    await this.openNewChat()
    return this.ask(question, script)
  }

  /** Asks. Resolves with the key of the call when the answer is shown as far as it is scripted. */
  async ask(question: string, script: Script): Promise<string> {
    const key = this.#rehearse(question, script)
    await this.chat.ask(question)
    const { until, say, rate = 0, words = '' } = script
    if (until !== undefined) await expect(this.chat.answer).toContainText(until)
    else if (say !== undefined && rate === 0 && words === '') await this.isCompleted()
    return key
  }

  async isCompleted(): Promise<void> {
    await expect(this.chat.answer).toHaveAttribute('data-status', 'completed')
  }

  callIsOver(key: string): Promise<Call> {
    return waitForCall(this.#provider.url, key, ({ open }) => !open)
  }

  callIsHeld(key: string): Promise<Call> {
    return waitForCall(this.#provider.url, key, ({ held }) => held)
  }

  /** Lets a held call go on to its end. */
  async release(key: string): Promise<void> {
    await releaseCall(this.#provider.url, key)
  }

  /** The list of chats, which is opened first on a phone. */
  async openList(): Promise<Locator> {
    if (!this.isPhone) return this.page.getByRole('complementary', { name: 'Sidebar' })
    await this.page.getByRole('button', { name: 'Chats', exact: true }).click()
    const drawer = this.page.getByRole('dialog', { name: 'Chats' })
    await expect(drawer).toBeVisible()
    return drawer
  }

  /** Leaves a call of this address without an answer for as long as the page is open. */
  async hold(address: string | RegExp): Promise<void> {
    await this.page.route(address, () => new Promise<void>(() => {}))
  }

  async refuse(address: string | RegExp): Promise<void> {
    await this.page.route(address, (route) => route.abort('internetdisconnected'))
  }

  /** Makes an account for a person who is also signed in elsewhere. */
  async signUp(): Promise<void> {
    const credentials = { email: 'ann@example.org', password: 'a password of Ann' }
    await this.#post('/api/auth/sign-up/email', { name: 'Ann Example', ...credentials })
    await fetch(`${this.server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'User-Agent': FIREFOX },
      body: JSON.stringify(credentials),
    })
  }

  /** Chats of today and of days before, with answers long enough to compare a stop with. */
  async haveEarlierChats(): Promise<void> {
    await this.#post('/api/auth/sign-in/anonymous', {})
    for (const { question, answer, hoursAgo, pinned } of earlierChats) {
      this.#rehearse(question, { say: answer })
      const { chatId, messageId } = await this.#askElsewhere(question)
      await expect.poll(() => this.server.storedMessage(messageId).status).toBe('completed')
      this.#date(chatId, hoursAgo, pinned === true)
    }
  }

  /** Asks in a chat that is not open. Resolves with the key of the call. */
  async askInBackground(question: string, script: Script): Promise<string> {
    const key = this.#rehearse(question, script)
    await this.#askElsewhere(question)
    return key
  }

  async chatsAreListed(): Promise<void> {
    await expect(this.page.locator('[aria-label^="Loading"]')).toHaveCount(0)
  }

  #rehearse(question: string, script: Script): string {
    const key = randomUUID()
    const { say, think, until, rate = 0, words = '' } = script
    const directive = [
      `key=${key} rate=${rate} ${words}`,
      ...(think === undefined ? [] : [`think=${encodeSaid(think)}`]),
      ...(say === undefined ? [] : [`say=${encodeSaid(say)}`]),
      ...(until === undefined ? [] : [`pieceLength=1 hold=${positionAfter(until, script)}`]),
    ]
    this.#provider.directives.set(question, `[[${directive.join(' ')}]]`)
    return key
  }

  async #askElsewhere(question: string): Promise<{ chatId: string; messageId: string }> {
    const message = { role: 'user', parts: [{ type: 'text', text: question }] }
    return (await this.#post('/api/chat', { message })) as { chatId: string; messageId: string }
  }

  async #post(path: string, data: object): Promise<unknown> {
    const headers = { Prefer: 'respond-async' }
    const response = await this.page.request.post(`${this.server.url}${path}`, { data, headers })
    if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`)
    return response.json()
  }

  /** Sets the last change of a chat to `hoursAgo` hours ago. */
  #date(chatId: string, hoursAgo: number, pinned: boolean): void {
    const database = new SqliteDatabase(this.server.databaseFile)
    try {
      database
        .prepare('UPDATE chats SET updated_at = updated_at - ?, pinned = ? WHERE id = ?')
        .run(hoursAgo * 60 * 60 * 1000, pinned ? 1 : 0, chatId)
    } finally {
      database.close()
    }
  }
}

/** How many tokens of one letter there are up to the end of these words. */
function positionAfter(until: string, { think = '', say = '' }: Script): number {
  const place = (think + say).indexOf(until)
  if (place < 0) throw new Error(`"${until}" is not in the answer`)
  return place + until.length
}
