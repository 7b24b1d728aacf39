/** A stop that a person has asked for and the server has not confirmed. */
export type StopWish = {
  readonly chatId: string
  readonly messageId: string
  /** The session to stop; undefined where only the answer was known. */
  readonly sessionId?: string | undefined
  /** The shown length of the answer, which is kept, in UTF-16 code units; undefined if none was shown. */
  readonly seenTextLength?: number | undefined
  /** When Stop was pressed, in milliseconds since 1970. */
  readonly pressedAt: number
  /** Whether the send of the answer was on its way: the stop may reach the server before it. */
  readonly overtakesSend: boolean
  /** Until then one tab tries it, afterwards another may take it up. In milliseconds since 1970. */
  readonly heldUntil: number
}

/** A change by another tab: it keeps this stop, or no longer keeps it. */
export type StopNews = { wish: StopWish; isOver: boolean }

/** Each stop has its own entry, so that tabs that write at the same time overwrite nothing. */
const PREFIX = 'fullstop.stop.'

/** No answer streams for so long: an older entry was left by a browser that was closed meanwhile. */
const LONGEST_KEPT_MS = 24 * 60 * 60 * 1000

/**
 * The stops that have not got through, kept by this browser so that they outlive the page. Without
 * storage they last as long as the page.
 */
export const keptStops = {
  all(): StopWish[] {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
      return keys.flatMap((key) => {
        const wish = wishFrom(localStorage.getItem(key))
        if (wish && Math.abs(Date.now() - wish.pressedAt) < LONGEST_KEPT_MS) return wish
        localStorage.removeItem(key)
        return []
      })
    } catch {
      return []
    }
  },

  keep(wish: StopWish): void {
    try {
      localStorage.setItem(keyOf(wish), JSON.stringify(wish))
    } catch {
      // Without storage the page goes on trying for as long as it is open.
    }
  },

  /** Forgets this stop; a stop of another session of the same answer stays. */
  forget(wish: StopWish): void {
    try {
      const kept = wishFrom(localStorage.getItem(keyOf(wish)))
      if (kept?.sessionId === wish.sessionId) localStorage.removeItem(keyOf(wish))
    } catch {
      // Without storage there is nothing to forget.
    }
  },

  /** Calls back with the changes of other tabs, until the result is called. */
  watch(listener: (news: StopNews) => void): () => void {
    const hear = ({ key, newValue, oldValue }: StorageEvent) => {
      if (!key?.startsWith(PREFIX)) return
      const wish = wishFrom(newValue ?? oldValue)
      if (wish) listener({ wish, isOver: newValue === null })
    }
    addEventListener('storage', hear)
    return () => {
      removeEventListener('storage', hear)
    }
  },
}

export type KeptStops = typeof keptStops

function keyOf({ messageId }: StopWish): string {
  return PREFIX + messageId
}

/** Another version of this page may have left the entry: unknown fields are ignored. */
function wishFrom(text: string | null): StopWish | undefined {
  if (text === null) return undefined
  try {
    const fields = { ...JSON.parse(text) } as Record<string, unknown>
    const { chatId, messageId, sessionId, seenTextLength, overtakesSend } = fields
    const { pressedAt, heldUntil } = fields
    if (typeof chatId !== 'string' || typeof messageId !== 'string') return undefined
    if (typeof pressedAt !== 'number' || typeof heldUntil !== 'number') return undefined
    return {
      chatId,
      messageId,
      pressedAt,
      heldUntil,
      overtakesSend: overtakesSend === true,
      ...(typeof sessionId === 'string' && { sessionId }),
      ...(typeof seenTextLength === 'number' && { seenTextLength }),
    }
  } catch {
    return undefined
  }
}
