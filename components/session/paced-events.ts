import { formatCursor, parseCursor } from '@/lib/contract/cursor'
import type { PersonEvent } from '@/lib/contract/event'
import { firstGraphemeLength, floorToGrapheme } from '@/lib/contract/message-text'

type AnswerPersonEvent = Extract<PersonEvent, { messageId: string }>

/** Text is shown no later than this after it came, in milliseconds. */
export const LONGEST_LAG_MS = 150

/** A hidden page has no frames: its events are handed on at least this often, in milliseconds. */
const LONGEST_WAIT_MS = 250

/**
 * In milliseconds. A frame that takes longer leaves the next one free, and one more if a key was pressed
 * meanwhile: on a slow machine, the text that comes must not slow down typing.
 */
const LONG_FRAME_MS = 10

/** In characters. A longer piece is text from before this page looked, and is shown at once. */
const LONGEST_PIECE = 1_000

export type PacedEvents = {
  add(event: PersonEvent): void
  /** Hands on everything now. */
  flush(): void
  /** Drops the events that have not been handed on. */
  cancel(): void
}

/**
 * Hands events on once a frame, and the text of answers evenly: it comes in pieces of many words, and
 * appears letter by letter. The known text is therefore always the drawn one, and Stop keeps exactly
 * the text that was seen.
 */
export function paceEvents(
  handOn: (event: PersonEvent) => void,
  /** The time of the last key press, as in `performance.now()`. */
  lastKeyAt: () => number,
): PacedEvents {
  const waiting: { event: PersonEvent; since: number }[] = []
  let frame: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastFrame = 0
  let lastShown = 0
  let frameMs = 0

  function plan(): void {
    if (frame !== undefined) return
    frame = requestAnimationFrame(frameMs > LONG_FRAME_MS ? rest : show)
    timer = setTimeout(flush, LONGEST_WAIT_MS)
  }

  function rest(now: number): void {
    lastFrame = now
    frame = requestAnimationFrame(showUnlessKey)
  }

  /** Gives way once, so that text comes also while a key is held. */
  function showUnlessKey(now: number): void {
    if (lastKeyAt() <= lastFrame) show(now)
    else frame = requestAnimationFrame(show)
  }

  /** A timer that a frame sets fires once the frame is drawn, as far as this thread draws it. */
  function timeThisFrame(): void {
    const beganAt = performance.now()
    setTimeout(() => {
      frameMs = performance.now() - beganAt
    })
  }

  function callOff(): void {
    if (frame !== undefined) cancelAnimationFrame(frame)
    clearTimeout(timer)
    frame = undefined
  }

  function flush(): void {
    callOff()
    for (const { event } of waiting.splice(0)) handOn(event)
  }

  function show(now: number): void {
    callOff()
    timeThisFrame()
    const share = Math.min(1, (now - lastShown) / LONGEST_LAG_MS)
    lastShown = now
    const room = roomFor(
      waiting.map(({ event }) => event),
      share,
    )
    const held = new Set<string>()
    const unshown = waiting.splice(0).filter((item) => {
      const { event, since } = item
      if (!('messageId' in event)) {
        handOn(event)
        return false
      }
      const { messageId } = event
      if (held.has(messageId)) return true
      const left = now - since >= LONGEST_LAG_MS ? Infinity : (room.get(messageId) ?? 0)
      const [shown, later] = splitAt(event, left)
      if (shown) handOn(shown)
      room.set(messageId, left - lengthOf(shown))
      if (!later) return false
      held.add(messageId)
      item.event = later
      return true
    })
    waiting.push(...unshown)
    if (waiting.length > 0) plan()
  }

  return {
    add(event: PersonEvent): void {
      if (waiting.length === 0) lastShown = performance.now()
      waiting.push({ event, since: performance.now() })
      plan()
    },
    flush,
    cancel(): void {
      callOff()
      waiting.length = 0
    },
  }
}

/** The length of text that this frame shows of each answer: its share of the waiting text. */
function roomFor(events: readonly PersonEvent[], share: number): Map<string, number> {
  const backlog = new Map<string, number>()
  for (const event of events) {
    if (!('messageId' in event)) continue
    backlog.set(event.messageId, (backlog.get(event.messageId) ?? 0) + lengthOf(event))
  }
  return new Map(
    [...backlog].map(([id, length]) => [
      id,
      length > LONGEST_PIECE ? Infinity : Math.ceil(length * share),
    ]),
  )
}

function lengthOf(event: PersonEvent | undefined): number {
  return event && 'chunk' in event && 'delta' in event.chunk ? event.chunk.delta.length : 0
}

/**
 * Splits an event after so much of its text, but after one whole character at least. An event without
 * text stays whole.
 */
function splitAt(
  event: AnswerPersonEvent,
  length: number,
): [AnswerPersonEvent | undefined, AnswerPersonEvent | undefined] {
  const { chunk, cursor } = event
  if (!('delta' in chunk) || chunk.delta.length <= length) return [event, undefined]
  if (length <= 0) return [undefined, event]
  const end = floorToGrapheme(chunk.delta, length) || firstGraphemeLength(chunk.delta)
  if (end === chunk.delta.length) return [event, undefined]
  const rest = chunk.delta.length - end
  return [
    {
      ...event,
      cursor: cursorBefore(cursor, rest),
      chunk: { ...chunk, delta: chunk.delta.slice(0, end) },
    },
    { ...event, chunk: { ...chunk, delta: chunk.delta.slice(end) } },
  ]
}

/** The cursor so many code units before this one. */
function cursorBefore(cursor: string, units: number): string {
  const told = parseCursor(cursor)
  return told ? formatCursor({ ...told, position: told.position - units }) : cursor
}
