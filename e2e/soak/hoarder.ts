import SqliteDatabase from 'better-sqlite3'
import { waitForCall } from '../fake-provider/books/books'
import { Guest, turnOf } from '../harness/guest'
import type { AppServer } from '../harness/server/app-server'

const CHATS = 200
const MESSAGES_A_CHAT = 10
const LONG_CHAT = 3_000
const MESSAGE = 'Stop means stop, and the text that was there is kept. '.repeat(100)

/** An answer as long as an answer may be. */
const LONGEST_ANSWER = '[[tokens=100000 rate=0 wordLength=20]]'

/** A person who has very many chats, and does the worst with them. */
export class Hoarder {
  readonly #guest: Guest
  readonly #providerUrl: string
  readonly #server: AppServer
  #longChats = 0

  private constructor(guest: Guest, server: AppServer, providerUrl: string) {
    this.#guest = guest
    this.#server = server
    this.#providerUrl = providerUrl
  }

  /** Signs in, and fills 200 chats with 11 MB. */
  static async arrive(server: AppServer, providerUrl: string): Promise<Hoarder> {
    const guest = await Guest.signIn(server.url)
    const hoarder = new Hoarder(guest, server, providerUrl)
    for (let chat = 0; chat < CHATS; chat += 1) {
      await hoarder.#addChat(`hoard-${chat}`, MESSAGES_A_CHAT, MESSAGE)
    }
    return hoarder
  }

  /** Everything that the hoarder does, by name. Each act resolves when it is done. */
  get acts(): Record<string, () => Promise<unknown>> {
    const guest = this.#guest
    const search = (words: string) => guest.json(`/api/chats?query=${encodeURIComponent(words)}`)
    const all = (acts: Promise<unknown>[]) => Promise.all(acts)
    return {
      searches: () => all(['stop', 'kept zebra', 'zq', 'e zq', 'the text'].map(search)),
      downloads: () => all(['json', 'markdown'].map((format) => this.#download(format))),
      'refused sends': () => all(Array.from({ length: 30 }, () => this.#sendTooMuch())),
      'long answers': () => all([this.#longAnswer('one'), this.#longAnswer('two')]),
      deletion: () => this.#deleteLongChat(),
      'large bodies': () => all(Array.from({ length: 8 }, () => this.#sendLargeBody())),
    }
  }

  async #download(format: string): Promise<void> {
    const { body } = await this.#guest.call(`/api/export?format=${format}`)
    await body?.pipeTo(new WritableStream())
  }

  async #sendTooMuch(): Promise<void> {
    const turn = turnOf('long '.repeat(25_000))
    const response = await this.#guest.post('/api/chat', { id: 'hoard-1', ...turn })
    if (response.status !== 413) throw new Error(`a question that is too long: ${response.status}`)
    await response.body?.cancel()
  }

  async #sendLargeBody(): Promise<void> {
    const response = await this.#guest.post('/api/chat', {
      ...turnOf(''),
      padding: 'x'.repeat(7e6),
    })
    // 503: too many bytes of one address are under way. 400: the question is empty.
    if (![400, 503].includes(response.status)) throw new Error(`a large body: ${response.status}`)
    await response.body?.cancel()
  }

  async #longAnswer(key: string): Promise<void> {
    const call = `${key}-${crypto.randomUUID()}`
    const { messageId } = await this.#guest.ask(LONGEST_ANSWER.replace('[[', `[[key=${call} `))
    const { body } = await this.#guest.call(`/api/messages/${messageId}/stream`)
    await body?.pipeTo(new WritableStream())
    await waitForCall(this.#providerUrl, call, ({ open }) => !open)
  }

  async #deleteLongChat(): Promise<void> {
    this.#longChats += 1
    const chat = `long-${this.#longChats}`
    await this.#addChat(chat, LONG_CHAT, 'Stop. ')
    const headers = { 'Content-Type': 'application/json' }
    const response = await this.#guest.call(`/api/chats/${chat}`, { method: 'DELETE', headers })
    if (response.status !== 204) throw new Error(`a deletion: ${response.status}`)
  }

  /** Writes from outside, in small transactions, so that the server can write in between. */
  async #addChat(id: string, messages: number, text: string): Promise<void> {
    await this.#guest.post('/api/chats', { id, title: id })
    const database = new SqliteDatabase(this.#server.databaseFile, { timeout: 5_000 })
    const insert = database.prepare(
      `INSERT INTO messages (id, chat_id, owner_id, parent_id, role, parts, status, text_length, created_at, ended_at)
       SELECT @id, id, owner_id, @parent, @role, @parts, 'completed', @length, created_at, created_at
       FROM chats WHERE id = @chat`,
    )
    const parts = JSON.stringify([{ type: 'text', text }])
    for (let number = 0; number < messages; number += 1) {
      insert.run({
        id: `${id}-${number}`,
        parent: number === 0 ? null : `${id}-${number - 1}`,
        role: number % 2 === 0 ? 'user' : 'assistant',
        length: text.length,
        chat: id,
        parts,
      })
    }
    database.prepare('UPDATE chats SET leaf_id = ? WHERE id = ?').run(`${id}-${messages - 1}`, id)
    database.close()
  }
}
