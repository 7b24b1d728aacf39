import { StringDecoder } from 'node:string_decoder'
import type { FastLane } from './fast-lane'
import { mergeCounts, type Counts } from './json-fields'
import type { Piece, Wire } from './wire'

/** The longest line, the longest event, and the longest answer in one piece, in characters. */
const LONGEST_LINE = 1_000_000

/** Not JSON: it tells the AI SDK that the response is not an answer. */
const BROKEN = 'data: broken\n\n'

/**
 * Reads an answer's bytes as vendors send them and writes events that the AI SDK understands: one for
 * all text that came together, unless the lane takes that. Events that nobody understands are left
 * out, and counted.
 */
export class AnswerEvents {
  /** How many events were left out because nobody understands them. */
  skipped = 0
  readonly #wire: Wire
  readonly #lane: FastLane | undefined
  readonly #decoder = new StringDecoder('utf8')
  /** The beginning of a line, and the lines of an event, whose end has not come. */
  #line = ''
  #data: string[] = []
  #dataLength = 0
  /** The last line ended with a carriage return: a line feed that comes first belongs to it. */
  #hadReturn = false
  #shape: 'unknown' | 'events' | 'whole' = 'unknown'
  #delta: { type: 'text' | 'reasoning' | 'refusal'; text: string } | undefined
  #word: string | undefined
  #usage: Counts | undefined
  #over = false
  #out = ''

  constructor(wire: Wire, lane?: FastLane) {
    this.#wire = wire
    this.#lane = lane
  }

  /** The vendor has said how the answer ends: it is whole, whatever comes now. */
  get finished(): boolean {
    return this.#word !== undefined
  }

  /** Nothing more is read. */
  get over(): boolean {
    return this.#over
  }

  /** The events that these bytes make. */
  read(bytes: Buffer): string {
    this.#readText(this.#decoder.write(bytes))
    return this.#takeOut()
  }

  /** The rest of the events after the last bytes, and the end of the answer. Called once. */
  end(): string {
    this.#readText(`${this.#decoder.end()}\n`)
    if (this.#shape === 'whole') this.#readData(this.#line)
    else this.#readEvent()
    this.#endAnswer()
    return this.#takeOut()
  }

  #readText(text: string): void {
    if (this.#over) return
    this.#line += text
    if (this.#shape === 'unknown') this.#recognize()
    // A line that grows is not searched again with each of its pieces.
    if (this.#shape === 'events' && /[\r\n]/.test(text)) this.#readLines()
    if (this.#line.length > LONGEST_LINE) this.#breakOff()
  }

  /** A server may answer with a whole answer or an error in JSON, and a wrong address with a page. */
  #recognize(): void {
    // A byte order mark counts as blank, too.
    this.#line = this.#line.trimStart()
    const first = this.#line.charAt(0)
    if (first === '') return
    this.#shape = first === '{' || first === '[' ? 'whole' : 'events'
    if (first === '<') this.#say({ type: 'failure', error: { code: 404 } })
  }

  #readLines(): void {
    const text = this.#hadReturn && this.#line.startsWith('\n') ? this.#line.slice(1) : this.#line
    this.#hadReturn = text.endsWith('\r')
    const lines = (text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text).split('\n')
    this.#line = lines.pop() ?? ''
    for (const line of lines) {
      if (line === '') this.#readEvent()
      else if (line.startsWith('data:')) this.#addData(line)
    }
  }

  #addData(line: string): void {
    this.#data.push(line.slice(line.startsWith('data: ') ? 6 : 5))
    this.#dataLength += line.length
    if (this.#dataLength > LONGEST_LINE) this.#breakOff()
  }

  #readEvent(): void {
    if (this.#data.length === 0) return
    const data = this.#data.join('\n')
    this.#data = []
    this.#dataLength = 0
    this.#readData(data)
  }

  #readData(data: string): void {
    if (this.#over || data.trim() === '') return
    if (data.trim() === '[DONE]') {
      this.#over = true
      return
    }
    const event = parsed(data)
    // Data that is not even JSON may have been text: leaving it out would leave a hole.
    if (event === undefined && !this.finished) {
      this.#breakOff()
      return
    }
    const pieces = event === undefined ? undefined : this.#wire.read(event)
    if (!pieces) this.skipped += 1
    else for (const piece of pieces) this.#say(piece)
  }

  #say(piece: Piece): void {
    switch (piece.type) {
      case 'text':
      case 'reasoning':
      case 'refusal':
        this.#addDelta(piece.type, piece.text)
        return
      case 'break':
        this.#flush()
        this.#write(...this.#wire.break())
        return
      case 'finish':
        this.#word = piece.word
        return
      case 'usage':
        this.#usage = mergeCounts(this.#usage, piece.usage)
        return
      case 'failure':
        if (!this.#isWhole()) this.#fail(piece.error)
        return
      case 'over':
        this.#over = true
    }
  }

  #addDelta(type: 'text' | 'reasoning' | 'refusal', text: string): void {
    if (text === '') return
    if (this.#delta?.type === type) {
      this.#delta.text += text
      return
    }
    this.#flush()
    this.#delta = { type, text }
  }

  /** Whether the vendor has named a proper end: the word `error` does not count. */
  #isWhole(): boolean {
    return this.#word !== undefined && this.#word.toLowerCase() !== 'error'
  }

  #fail(error: unknown): void {
    this.#flush()
    this.#word = undefined
    this.#over = true
    this.#write(this.#wire.failure(JSON.stringify(error)))
  }

  #breakOff(): void {
    if (this.#over) return
    this.#flush()
    this.#over = true
    this.#line = ''
    this.#data = []
    if (!this.finished) this.#out += BROKEN
  }

  #endAnswer(): void {
    this.#flush()
    this.#over = true
    if (this.#word !== undefined) this.#write(...this.#wire.finish(this.#word, this.#usage))
  }

  #flush(): void {
    const delta = this.#delta
    this.#delta = undefined
    if (!delta) return
    const { type, text } = delta
    const kind = type === 'refusal' ? undefined : type
    if (kind !== undefined && this.#lane?.pass(kind, text) === true) return
    this.#write(this.#wire.delta(type, text))
    this.#lane?.textGiven(kind)
  }

  #write(...events: readonly object[]): void {
    this.#lane?.otherGiven()
    for (const event of events) this.#out += `data: ${JSON.stringify(event)}\n\n`
  }

  #takeOut(): string {
    this.#flush()
    const out = this.#out
    this.#out = ''
    return out
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
