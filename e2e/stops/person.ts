import type { Browser, BrowserContext } from '@playwright/test'
import type { CancelProxy } from '../harness/network/cancel-proxy'
import type { TabHistory } from './history'
import { Tab } from './tab'
import { watchAnswers, type PageEvent } from './watch-answers'

/** How long anything in a page may take, in milliseconds. */
const LONGEST = 20_000

/** A person with a browser behind the bad network, and another device behind a good one. */
export class Person {
  /** The histories of all tabs, including closed ones. */
  readonly histories: TabHistory[] = []
  readonly network: CancelProxy
  readonly #browser: Browser
  readonly #context: BrowserContext
  #device: BrowserContext | undefined
  #tabs: Tab[] = []
  #last: Promise<unknown> = Promise.resolve()

  private constructor(browser: Browser, network: CancelProxy, context: BrowserContext) {
    this.#browser = browser
    this.network = network
    this.#context = context
  }

  static async arrive(browser: Browser, network: CancelProxy): Promise<Person> {
    const context = await browser.newContext({ baseURL: network.url })
    const person = new Person(browser, network, context)
    await person.#watch(context)
    return person
  }

  /** The open tabs of the browser behind the bad network. */
  get tabs(): readonly Tab[] {
    return this.#tabs
  }

  async openTab(): Promise<Tab> {
    const tab = await this.#openIn(this.#context, `tab ${this.histories.length + 1}`, false)
    this.#tabs.push(tab)
    return tab
  }

  async closeTab(tab: Tab): Promise<void> {
    this.#tabs = this.#tabs.filter((other) => other !== tab)
    await this.#alone(() => tab.close())
  }

  /** Opens a page of the server itself on another device, with this person's cookie. */
  async openDevice(serverUrl: string): Promise<Tab> {
    const { cookies } = await this.#context.storageState()
    this.#device = await this.#browser.newContext({
      baseURL: serverUrl,
      storageState: { cookies, origins: [] },
    })
    await this.#watch(this.#device)
    return this.#openIn(this.#device, 'the other device', true)
  }

  async setOffline(offline: boolean): Promise<void> {
    await this.#alone(() => this.#context.setOffline(offline))
  }

  /** Stops every answer of this person that still runs, and closes everything. */
  async leave(serverUrl: string): Promise<void> {
    await this.#context.request.post(`${serverUrl}/api/streams/cancel`, { data: {} })
    await this.#device?.close()
    await this.#context.close()
  }

  async #openIn(context: BrowserContext, name: string, isElsewhere: boolean): Promise<Tab> {
    const history: TabHistory = { name, isElsewhere, events: [] }
    this.histories.push(history)
    const page = await this.#alone(() => context.newPage())
    const tab = new Tab(page, history)
    await page.exposeBinding('tellPageEvent', (_, event: PageEvent) => {
      history.events.push(event)
    })
    return tab
  }

  /** One at a time: a command for all tabs fails while one of them is being opened or closed. */
  async #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return done
  }

  async #watch(context: BrowserContext): Promise<void> {
    // Without a limit, a call that hangs would never end the history.
    context.setDefaultTimeout(LONGEST)
    await context.addInitScript(watchAnswers)
  }
}
