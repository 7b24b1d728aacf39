import type { MessagePart } from '@/lib/contract/message'
import { cutParts } from '@/lib/contract/message-text'
import {
  byKind,
  donePart,
  everyKind,
  openPart,
  rulesOf,
  type PartKind,
} from '@/lib/contract/parts/part-kinds'

/**
 * A piece of the log. A part's opening and its closing take one position each, its text one per
 * UTF-16 code unit, so that one number says how far a reader is.
 */
export type LogPiece = {
  type: 'open' | 'text' | 'close'
  /** Which part of the message. */
  part: number
  kind: PartKind
  text: string
  /** The position after it. */
  end: number
}

/** A part to which text may still be added. */
export type OpenPart = Pick<LogPiece, 'part' | 'kind'>

/** Text of one part, without the pieces around it. */
export type SavedText = Pick<LogPiece, 'part' | 'kind' | 'text'> & { position: number }

/** Text is added to the last piece up to this length: few pieces are cheap, long ones slow to slice. */
const LONGEST_PIECE = 4096

const TEXT_KINDS = everyKind.filter((kind) => rulesOf(kind).isText)

/** The first `length` code units of a piece of text, or one less: text never ends inside a character. */
function beginningOf(piece: LogPiece, length: number): LogPiece {
  const isInside = isHighSurrogate(piece.text.charCodeAt(length - 1))
  const text = piece.text.slice(0, isInside ? length - 1 : length)
  return { ...piece, text, end: piece.end - piece.text.length + text.length }
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff

/** The text so far: appended to, cut only by an end, and read from any position in O(text read). */
export class AnswerLog {
  #pieces: LogPiece[] = []
  #lengths = byKind(() => 0)
  #parts = 0
  /** The kind of the part that is being added to, from its first delta on. */
  #kind: PartKind | undefined
  /** Whether that part has begun: there is no part without text. */
  #open = false
  /** The first half of a surrogate pair without its second: text never ends inside a character. */
  #heldSurrogate = ''

  /** The log that these parts would have made. */
  static of(parts: readonly MessagePart[]): AnswerLog {
    const log = new AnswerLog()
    for (const part of parts) {
      log.append(part.type, rulesOf(part.type).textOf(part))
      log.closePart()
    }
    return log
  }

  /** The position after everything. */
  get end(): number {
    return this.#pieces.at(-1)?.end ?? 0
  }

  /** UTF-16 code units of the message's text, reasoning not counted. */
  get textLength(): number {
    return TEXT_KINDS.reduce((sum, kind) => sum + this.#lengths[kind], 0)
  }

  /** UTF-16 code units of the parts of each kind, as they are now. */
  get lengths(): Readonly<Record<PartKind, number>> {
    return { ...this.#lengths }
  }

  /** UTF-16 code units of the parts of one kind. */
  lengthOf(kind: PartKind): number {
    return this.#lengths[kind]
  }

  /**
   * Adds text to the open part, or to a new one if none of that kind is open. Null characters are left
   * out: not every database can store them.
   */
  append(kind: PartKind, received: string): void {
    const delta = received.includes('\0') ? received.replaceAll('\0', '') : received
    if (delta === '') return
    if (this.#kind !== kind) this.closePart()
    this.#kind = kind
    let text = (this.#heldSurrogate + delta).toWellFormed()
    const endsInPair = isHighSurrogate(delta.charCodeAt(delta.length - 1))
    this.#heldSurrogate = endsInPair ? delta.slice(-1) : ''
    if (this.#heldSurrogate !== '') text = text.slice(0, -1)
    if (text === '') return
    if (!this.#open) this.#openPart(kind)
    this.#add(kind, text)
    this.#lengths[kind] += text.length
  }

  /**
   * Adds pieces of the same log on another server, as `read` gives them there; what is known already is
   * passed over. False where something before them is missing: then the rest is not added.
   */
  continueWith(pieces: readonly LogPiece[]): boolean {
    return pieces.every((piece) => piece.end <= this.end || this.#continueWith(piece))
  }

  /**
   * The same with text alone, which began at `position` of the log there: the parts that open and close
   * before it follow from where it is.
   */
  continueWithText({ part, kind, text, position }: SavedText): boolean {
    const end = position + text.length
    if (end <= this.end) return true
    const isNewPart = part >= this.#parts
    if (position > this.end + (isNewPart ? Number(this.#open) + 1 : 0)) return false
    if (isNewPart) {
      this.closePart()
      this.#openPart(kind)
    }
    return this.#continueWith({ type: 'text', part, kind, text, end })
  }

  #continueWith({ type, kind, text, end }: LogPiece): boolean {
    const start = end - (type === 'text' ? text.length : 1)
    if (start > this.end) return false
    this.#kind = kind
    if (type === 'close') this.closePart()
    else if (type === 'open') this.#openPart(kind)
    else {
      const news = text.slice(this.end - start)
      this.#add(kind, news)
      this.#lengths[kind] += news.length
    }
    return true
  }

  /** Ends the open part, if there is one; the next text begins a new part. */
  closePart(): void {
    if (this.#open && this.#kind) this.#push('close', this.#kind, '')
    this.#open = false
    this.#kind = undefined
    this.#heldSurrogate = ''
  }

  /** The same with at most so many code units of text, of which the last one may be cut. */
  readSome(position: number, most: number): LogPiece[] {
    const pieces: LogPiece[] = []
    let room = most
    for (const piece of this.read(position)) {
      if (room <= 0) break
      pieces.push(piece.text.length <= room ? piece : beginningOf(piece, room))
      room -= piece.text.length
    }
    return pieces
  }

  /** Everything after `position`, the text of each part joined into one piece. */
  read(position: number): LogPiece[] {
    const pieces: LogPiece[] = []
    let texts: string[] = []
    for (let index = this.#indexAfter(position); index < this.#pieces.length; index += 1) {
      const piece = this.#pieces[index]
      if (!piece) break
      const text = piece.text.slice(Math.max(0, piece.text.length - (piece.end - position)))
      if (piece.type === 'text') texts.push(text)
      if (this.#pieces[index + 1]?.type === 'text' && piece.type === 'text') continue
      pieces.push({ ...piece, text: texts.length > 1 ? texts.join('') : (texts[0] ?? '') })
      texts = []
    }
    return pieces
  }

  /** The part that is open at `position`: a reader who resumes there has to be told of it. */
  openPartAt(position: number): OpenPart | undefined {
    const before = this.#pieces[this.#indexAfter(position) - 1]
    const after = this.#pieces[this.#indexAfter(position)]
    if (after && after.type !== 'open') return after
    return !after && before && before.type !== 'close' ? before : undefined
  }

  /** The message's text after `position`. */
  readText(position: number): string {
    return this.read(position)
      .map(({ kind, text }) => (rulesOf(kind).isText ? text : ''))
      .join('')
  }

  /** The message's parts as they stand; the last one may still be open. */
  parts(): MessagePart[] {
    return this.read(0)
      .filter((piece) => piece.type === 'text')
      .map(({ part, kind, text }) => {
        const isOpen = this.#open && part === this.#parts - 1
        return isOpen ? openPart(kind, text) : donePart(kind, text)
      })
  }

  /**
   * Closes the open part and drops everything after `length` code units of one kind, rounded down to
   * a grapheme, but never the first `least` of them.
   */
  cut(length: number, least = 0, kind: PartKind = 'text'): void {
    this.closePart()
    if (Math.max(length, least) >= this.#lengths[kind]) return
    const kept = AnswerLog.of(cutParts(this.parts(), length, least, kind))
    this.#pieces = kept.#pieces
    this.#lengths = kept.#lengths
    this.#parts = kept.#parts
  }

  #openPart(kind: PartKind): void {
    this.#open = true
    this.#parts += 1
    this.#push('open', kind, '')
  }

  #add(kind: PartKind, text: string): void {
    const last = this.#pieces.at(-1)
    if (last?.type !== 'text' || last.text.length >= LONGEST_PIECE) {
      this.#push('text', kind, text)
      return
    }
    last.text += text
    last.end += text.length
  }

  #push(type: LogPiece['type'], kind: PartKind, text: string): void {
    const end = this.end + (type === 'text' ? text.length : 1)
    this.#pieces.push({ type, part: this.#parts - 1, kind, text, end })
  }

  /** The index of the first piece that ends after `position`. */
  #indexAfter(position: number): number {
    let low = 0
    let high = this.#pieces.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#pieces[middle]?.end ?? 0) > position) high = middle
      else low = middle + 1
    }
    return low
  }
}
