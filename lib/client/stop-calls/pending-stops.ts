import { StopAttempt, type StopAnswer, type StopState } from '@/client/stop-attempt'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import { keptStops, type KeptStops, type StopNews, type StopWish } from './kept-stops'

/** A stop that the server has not confirmed. */
export type PendingStop = {
  readonly chatId: string
  readonly messageId: string
  readonly state: StopState
}

type Hooks = {
  ask(wish: StopWish, signal: AbortSignal): Promise<CancelOutcome>
  /** Called when a stop begins, changes its state or is over. */
  onChange(): void
  /** Called when nothing is left to stop; `answer` is undefined where the server did not tell this tab. */
  onOver(wish: StopWish, answer: StopAnswer | undefined): void
  /** Called when another tab of this browser stops this answer. */
  onElsewhere(wish: StopWish): void
}

/** With an `attempt` this tab tries the stop; without one another tab of this browser does. */
type Entry = {
  wish: StopWish
  state: StopState
  attempt?: StopAttempt
  /** Resolves when nothing is left to stop. */
  over?: Promise<void>
  /** Takes the stop up if the tab that has it in hand does not renew it in time. */
  watch?: ReturnType<typeof setTimeout>
}

/** A tab that is late by no more than this still has its stop in hand. In milliseconds. */
const TAB_LATE_MS = 1_000

/** The longest that a tab has a stop in hand without renewing it, in milliseconds. */
const LONGEST_HELD_MS = 60_000

/**
 * The unconfirmed stops of all tabs of this browser and of pages that are gone. Each is tried by the tab
 * that has it in hand, and by another when that tab goes. Knows of no chats.
 */
export class PendingStops {
  readonly #hooks: Hooks
  readonly #kept: KeptStops
  readonly #entries = new Map<string, Entry>()
  #list: readonly PendingStop[] = []

  constructor(hooks: Hooks, kept = keptStops) {
    this.#hooks = hooks
    this.#kept = kept
  }

  /** Returns the same array until something changes. */
  list = (): readonly PendingStop[] => this.#list

  /** The stop of this answer. */
  find(messageId: string): Pick<Entry, 'wish' | 'state' | 'over'> | undefined {
    return this.#entries.get(messageId)
  }

  /** Takes up the stops of earlier pages, and shares with other tabs until the result is called. */
  share({ takeUp }: { takeUp: boolean }): () => void {
    for (const wish of takeUp ? this.#kept.all() : []) {
      if (!this.#entries.has(wish.messageId)) this.try(wish)
    }
    return this.#kept.watch((news) => {
      this.#hear(news)
    })
  }

  /** Takes the stop in hand, in place of any other of that answer, and tries it at once. */
  try(wish: StopWish): void {
    const { messageId } = wish
    const before = this.#entries.get(messageId)
    const entry: Entry = { wish, state: before?.state ?? 'stopping' }
    const attempt = new StopAttempt({
      ask: (signal) => this.#hooks.ask(entry.wish, signal),
      onState: (state) => {
        this.#setState(entry, state)
      },
      onBusyUntil: (heldUntil) => {
        this.#change(entry, { heldUntil })
      },
    })
    entry.attempt = attempt
    this.#entries.set(messageId, entry)
    entry.over = attempt.over.then((answer) => {
      this.#end(entry, answer)
    })
    if (before) drop(before)
    attempt.tryNow()
    this.#tell()
  }

  /** Tries the stop of this answer again, at once. */
  press(messageId: string): void {
    const entry = this.#entries.get(messageId)
    if (entry?.attempt) entry.attempt.tryNow()
    else if (entry) this.try(entry.wish)
  }

  /** Tries every stop at once, for the network is back. */
  tryAll(): void {
    for (const { attempt, wish } of this.#entries.values()) {
      if (attempt) attempt.tryAgain()
      else this.try(wish)
    }
  }

  /** Called as the page is left: sends each stop once more, and leaves it to any other tab. */
  leave(): void {
    for (const entry of this.#entries.values()) {
      if (!entry.attempt) continue
      entry.attempt.tryNow()
      this.#change(entry, { heldUntil: 0 })
    }
  }

  /** Called when this session of the answer was seen to end. */
  done(messageId: string, sessionId: string | undefined): void {
    const entry = this.#entries.get(messageId)
    if (!entry || (entry.wish.sessionId ?? sessionId) !== sessionId) return
    if (entry.attempt) entry.attempt.end()
    else this.#end(entry, undefined)
  }

  /** Called when the send of this session has succeeded or failed: the stop no longer overtakes it. */
  sendSettled(messageId: string, sessionId: string | undefined): void {
    const entry = this.#entries.get(messageId)
    if (!entry || entry.wish.sessionId !== sessionId) return
    this.#change(entry, { overtakesSend: false })
    entry.attempt?.tryAgain()
  }

  /** Sets the length to keep of an answer that was stopped before it was shown. */
  see(messageId: string, seenTextLength: number | undefined): void {
    const entry = this.#entries.get(messageId)
    if (entry) this.#change(entry, { seenTextLength })
  }

  #hear({ wish, isOver }: StopNews): void {
    const known = this.#entries.get(wish.messageId)
    const isSame = known?.wish.sessionId === wish.sessionId
    if (isOver) {
      if (known && isSame) this.done(wish.messageId, wish.sessionId)
      return
    }
    // This tab goes on trying, also when another tab tries, too.
    if (known?.attempt && isSame) return
    if (known) drop(known)
    const entry: Entry = { wish, state: 'stopping' }
    this.#entries.set(wish.messageId, entry)
    const look = () => {
      this.try(wish)
    }
    // Without a limit, a clock that was set back would make this tab wait for hours.
    const heldMs = Math.min(wish.heldUntil - Date.now(), LONGEST_HELD_MS)
    entry.watch = setTimeout(look, Math.max(0, heldMs + TAB_LATE_MS))
    this.#hooks.onElsewhere(wish)
    this.#tell()
  }

  #setState(entry: Entry, state: StopState): void {
    if (!this.#has(entry) || entry.state === state) return
    entry.state = state
    this.#tell()
  }

  #change(entry: Entry, change: Partial<StopWish>): void {
    if (!this.#has(entry)) return
    entry.wish = { ...entry.wish, ...change }
    // A stop that another tab has in hand is kept by that tab.
    if (entry.attempt) this.#kept.keep(entry.wish)
  }

  #end(entry: Entry, answer: StopAnswer | undefined): void {
    // Another attempt has taken its place.
    if (!this.#has(entry)) return
    this.#entries.delete(entry.wish.messageId)
    drop(entry)
    this.#kept.forget(entry.wish)
    this.#hooks.onOver(entry.wish, answer)
    this.#tell()
  }

  #has(entry: Entry): boolean {
    return this.#entries.get(entry.wish.messageId) === entry
  }

  #tell(): void {
    this.#list = [...this.#entries.values()].map(({ wish: { chatId, messageId }, state }) => ({
      chatId,
      messageId,
      state,
    }))
    this.#hooks.onChange()
  }
}

/** Ends the work of this tab for a stop. */
function drop({ attempt, watch }: Entry): void {
  clearTimeout(watch)
  attempt?.end()
}
