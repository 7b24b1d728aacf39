import type { Sender } from '@/lib/budgets/sender'
import type { EndReason } from '@/lib/contract/end-reason'
import type { OpeningStream } from './opening-stream'
import type { RunningStream } from './running-stream'
import { endOf } from './stream-state'

/**
 * Streams of one person: all, those of a chat, those of a turn, named by its question or answer, or those
 * of some messages.
 */
export type StreamSelection = {
  personId: string
  chatId?: string | undefined
  messageId?: string | undefined
  messageIds?: ReadonlySet<string> | undefined
}

/** Whether a stream of that person is selected. */
export function isSelected(
  stream: { messageId: string; chatId: string; questionId: string | null },
  { chatId, messageId, messageIds }: Omit<StreamSelection, 'personId'>,
): boolean {
  return (
    (chatId === undefined || stream.chatId === chatId) &&
    (messageId === undefined || [stream.messageId, stream.questionId].includes(messageId)) &&
    (messageIds === undefined || messageIds.has(stream.messageId))
  )
}

/** Every stream of this process: those that run, and those whose rows are being written. */
export class StreamTable {
  readonly #running = new Map<string, RunningStream>()
  /** Several openings may be for the same message. */
  readonly #openings = new Set<OpeningStream>()

  /** By message ID. */
  get running(): ReadonlyMap<string, RunningStream> {
    return this.#running
  }

  get openings(): ReadonlySet<OpeningStream> {
    return this.#openings
  }

  /** The senders of all streams that have a place, one for each stream. */
  get senders(): Sender[] {
    return [...this.#running.values(), ...this.#openings].map(({ sender }) => sender)
  }

  add(opening: OpeningStream): void {
    this.#openings.add(opening)
  }

  /** An opening has become this stream, or nothing. */
  settle(opening: OpeningStream, stream: RunningStream | undefined): void {
    this.#openings.delete(opening)
    if (stream) this.#running.set(stream.messageId, stream)
    opening.settle(stream)
  }

  /** Called once the stream's end is saved. */
  remove(stream: RunningStream): void {
    this.#running.delete(stream.messageId)
  }

  ofPerson(personId: string): RunningStream[] {
    return [...this.#running.values()].filter((stream) => stream.personId === personId)
  }

  openingsOf(personId: string, messageId: string): OpeningStream[] {
    return [...this.#openings].filter(
      (opening) => opening.messageId === messageId && opening.sender.id === personId,
    )
  }

  /** The stream of a session that runs or opens here, once it runs. */
  async find(messageId: string, sessionId: string): Promise<RunningStream | undefined> {
    const opening = this.#openingOf(sessionId)
    const stream = opening ? await opening.opened : this.#running.get(messageId)
    return stream?.sessionId === sessionId ? stream : undefined
  }

  /** The person whose session runs or opens here. */
  personOf(messageId: string, sessionId: string): string | undefined {
    const stream = this.#running.get(messageId)
    if (stream?.sessionId === sessionId) return stream.personId
    return this.#openingOf(sessionId)?.sender.id
  }

  /** Whether this session runs or opens here. */
  hasSession(sessionId: string): boolean {
    return [...this.#running.values(), ...this.#openings].some(
      (stream) => stream.sessionId === sessionId,
    )
  }

  /**
   * The session in which this person's answer runs or opens, and why it ends once that is decided. An
   * opening session is returned only if `sessionId` names it, or is not given.
   */
  sessionOf(
    personId: string,
    messageId: string,
    sessionId?: string,
  ): { sessionId: string; endReason: EndReason | undefined } | undefined {
    const stream = this.#running.get(messageId)
    if (stream?.personId === personId) {
      return { sessionId: stream.sessionId, endReason: endOf(stream.state)?.reason }
    }
    const opening = this.openingsOf(personId, messageId).find(
      (candidate) => sessionId === undefined || candidate.sessionId === sessionId,
    )
    return opening && { sessionId: opening.sessionId, endReason: undefined }
  }

  /** Resolves once no stream runs or begins. */
  async idle(): Promise<void> {
    const ends = () => [
      ...[...this.#running.values()].filter(({ ended }) => !ended).map((one) => one.settled),
      ...Array.from(this.#openings, async ({ opened }) => (await opened)?.settled),
    ]
    for (let waiting = ends(); waiting.length > 0; waiting = ends()) await Promise.all(waiting)
  }

  #openingOf(sessionId: string): OpeningStream | undefined {
    return [...this.#openings].find((opening) => opening.sessionId === sessionId)
  }

  /** The messages that the selected streams write. */
  messagesOf({ personId, ...selection }: StreamSelection): ReadonlySet<string> {
    const openings = [...this.#openings].filter(({ sender }) => sender.id === personId)
    const selected = [...this.ofPerson(personId), ...openings].filter((stream) =>
      isSelected(stream, selection),
    )
    return new Set(selected.map((stream) => stream.messageId))
  }

  /** Gives a person's streams to another owner, as the database does with their other data. */
  changeOwner(fromId: string, toId: string): void {
    for (const stream of this.ofPerson(fromId)) stream.changeOwner(toId)
    for (const opening of this.#openings) {
      if (opening.sender.id === fromId) opening.changeOwner(toId)
    }
  }

  /** Sets whether the answers of a chat go on when nobody follows them. */
  keepGoing(chatId: string, keepGoing: boolean): void {
    for (const stream of this.#running.values()) {
      if (stream.chatId === chatId) stream.dispatch({ type: 'keep-going-changed', keepGoing })
    }
    for (const opening of this.#openings) {
      if (opening.chatId === chatId) opening.changeKeepGoing(keepGoing)
    }
  }
}
