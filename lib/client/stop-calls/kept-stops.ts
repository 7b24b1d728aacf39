/** A stop that somebody has asked for and that the server has not confirmed. */
export type StopWish = {
  readonly chatId: string
  readonly messageId: string
  /** The session that it is for; undefined where only the answer was known. */
  readonly sessionId?: string | undefined
  /** So much of the answer was shown, in UTF-16 code units, and is kept; undefined if it was not. */
  readonly seenTextLength?: number | undefined
  /** When Stop was pressed, in milliseconds since 1970. */
  readonly pressedAt: number
  /** The send of the answer was on its way then: the stop may come to the server before it. */
  readonly overtakesSend: boolean
  /** Until then a tab has it in hand; afterwards another one takes it up. Milliseconds since 1970. */
  readonly heldUntil: number
}

/** What another tab has done: it keeps this stop, or keeps it no more. */
export type StopNews = { wish: StopWish; isOver: boolean }

/** One entry a stop, so that tabs that write at the same time lose nothing of each other's. */
const PREFIX = 'fullstop.stop.'

/** No answer streams that long: what is older was left by a browser that was away. */
const LONGEST_KEPT_MS = 24 * 60 * 60 * 1000

/**
 * The stops that have not got through, as this browser keeps them: they outlive the page. Without
 * storage they last as long as the page does.
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
      // The page goes on trying as long as it is there.
    }
  },

  /** Keeps it no more; a stop of another session of that answer stays. */
  forget(wish: StopWish): void {
    try {
      const kept = wishFrom(localStorage.getItem(keyOf(wish)))
      if (kept?.sessionId === wish.sessionId) localStorage.removeItem(keyOf(wish))
    } catch {
      // There is nothing to forget.
    }
  },

  /** Calls back with what other tabs do, until the result is called. */
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

/** An entry that another version of this page left is taken only as far as it is understood. */
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
