/** The most streams of events of one kind that a person may read at once. */
const MOST_FOLLOWS = 50

/** One stream of events that is being read. */
type Follow = { breakOff(): void }

/** The follows of single answers and of everything of a person: neither takes the other's room. */
export type FollowsOfAll = Record<'answers' | 'everything', OpenFollows>

/** Makes the follows, with room for the responses of as many sends as may stream. */
export function createFollows(mostStreams: number): FollowsOfAll {
  return { answers: new OpenFollows(mostStreams), everything: new OpenFollows() }
}

/**
 * The streams of events of one kind that are being read, by person. Where a person has too many, the
 * oldest is broken off for a new one: it may belong to a tab that nobody looks at any more.
 */
export class OpenFollows {
  readonly #most: number
  readonly #ofPerson = new Map<string, Set<Follow>>()
  #whenNone = Promise.withResolvers<void>()

  /** The limit is fifty, or `atLeast` where that is more. */
  constructor(atLeast = 0) {
    this.#most = Math.max(MOST_FOLLOWS, atLeast)
  }

  /** Counts one more stream until the result is called. Calls `breakOff` if it is the oldest of too many. */
  add(personId: string, breakOff: () => void): () => void {
    const follows = this.#ofPerson.get(personId) ?? new Set()
    this.#ofPerson.set(personId, follows)
    const follow = { breakOff }
    follows.add(follow)
    const [oldest] = follows
    if (oldest && follows.size > this.#most) {
      follows.delete(oldest)
      oldest.breakOff()
    }
    return () => {
      follows.delete(follow)
      const isLast = follows.size === 0 && this.#ofPerson.get(personId) === follows
      if (isLast) this.#ofPerson.delete(personId)
      if (this.people > 0) return
      this.#whenNone.resolve()
      this.#whenNone = Promise.withResolvers()
    }
  }

  /** Resolves once nobody reads any. */
  async none(): Promise<void> {
    if (this.people > 0) await this.#whenNone.promise
  }

  /** Whether more than half of this person's room is taken. */
  isCrowded(personId: string): boolean {
    return (this.#ofPerson.get(personId)?.size ?? 0) > this.#most / 2
  }

  /** The number of people who read something. */
  get people(): number {
    return this.#ofPerson.size
  }
}
