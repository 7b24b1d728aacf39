import { setTimeout as pause } from 'node:timers/promises'
import type { StreamInfo } from '@/lib/contract/stream-info'
import type { SeededRandom } from '../chaos/plan/random'
import { clearBooks, readBooks } from '../fake-provider/books/books'
import { Guest } from '../harness/guest'
import { Conversation } from './conversation'
import { PageConnection } from './page-connection'
import { drawPlan } from './plan'

const RESIDENTS = 4
const TRAVELLERS_WITH_A_PAGE = 6
const TRAVELLERS_ALONE = 6

/** A traveller's page loses its connection each time after this many streams. */
const RECONNECT_AFTER = 10
const QUIET_DEADLINE = 30_000

/**
 * Twenty conversations at once. Four residents, in two chats each, keep their pages connected for
 * the whole soak. Twelve travellers are new in every round, and half of them have no page.
 */
export class Crowd {
  readonly #url: string
  readonly #providerUrl: string
  readonly #random: SeededRandom
  readonly #guests: Guest[] = []
  readonly #residents: { guest: Guest; page: PageConnection }[] = []

  constructor(options: { url: string; providerUrl: string; random: SeededRandom }) {
    this.#url = options.url
    this.#providerUrl = options.providerUrl
    this.#random = options.random
  }

  /** Lets this many streams start and end. */
  async round(streams: number): Promise<void> {
    while (this.#residents.length < RESIDENTS) {
      const guest = await this.#arrival()
      this.#residents.push({ guest, page: await PageConnection.open(guest) })
    }
    let left = streams
    const ask = async (guest: Guest, mayLeave: boolean, page?: PageConnection) => {
      const conversation = new Conversation(guest)
      for (let asked = 1; left > 0; asked += 1) {
        left -= 1
        await conversation.play(drawPlan(this.#random, mayLeave))
        if (asked % RECONNECT_AFTER === 0) await page?.reconnect()
      }
    }
    const askWithPage = async (guest: Guest) => {
      const page = await PageConnection.open(guest)
      await ask(guest, false, page)
      await page.leave()
    }
    await Promise.all([
      ...this.#residents.flatMap(({ guest }) => [ask(guest, false), ask(guest, false)]),
      ...times(TRAVELLERS_WITH_A_PAGE, async () => askWithPage(await this.#arrival())),
      ...times(TRAVELLERS_ALONE, async () => ask(await this.#arrival(), true)),
    ])
  }

  /**
   * Resolves when only the residents' pages are left: no stream, no call to the provider and no
   * idle connection. `countSockets` tells how many connections the server has.
   */
  async quiet(countSockets: () => Promise<number>): Promise<void> {
    for (const guest of this.#guests) {
      await until('streams', async () => {
        const { streams } = await guest.json<{ streams: StreamInfo[] }>('/api/streams')
        return streams.length
      })
    }
    await clearBooks(this.#providerUrl)
    await until('calls to the provider', async () => {
      const { openCalls, openConnections } = await readBooks(this.#providerUrl)
      return openCalls + openConnections
    })
    await until('sockets', async () => (await countSockets()) - RESIDENTS)
  }

  /** Closes the residents' pages. @throws Error if the server had closed one before */
  async depart(): Promise<void> {
    await Promise.all(this.#residents.map(({ page }) => page.leave()))
  }

  async #arrival(): Promise<Guest> {
    const guest = await Guest.signIn(this.#url)
    this.#guests.push(guest)
    return guest
  }
}

function times<Value>(count: number, make: () => Value): Value[] {
  return Array.from({ length: count }, make)
}

/** Waits until the count is 0. */
async function until(what: string, count: () => Promise<number>): Promise<void> {
  const giveUpAt = performance.now() + QUIET_DEADLINE
  for (let left = await count(); left > 0; left = await count()) {
    if (performance.now() > giveUpAt) throw new Error(`P11 ${left} ${what} are left`)
    await pause(50)
  }
}
