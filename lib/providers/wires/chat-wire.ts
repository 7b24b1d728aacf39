import { countsIn, fieldsOf, listIn, textIn, type Fields } from './json-fields'
import { ThinkTag } from './think-tag'
import type { Piece, Wire } from './wire'

/** OpenAI's chat completions, as many servers speak them. */
export function chatWire(): Wire {
  const chunks = new Chunks()
  return {
    read: (event) => chunks.read(event),
    delta: (type, text) => chunkOf({ [fieldOfDelta[type]]: text }),
    break: () => [],
    finish: (word, usage) => [
      chunkOf({}, word),
      ...(usage === undefined ? [] : [{ choices: [], usage }]),
    ],
    failure: (message) => ({ error: { message } }),
  }
}

/** Chat completions for the AI SDK's OpenAI client, which knows no reasoning there, but sources. */
export function openaiChatWire(): Wire {
  const wire = chatWire()
  return {
    ...wire,
    delta: (type, text) => (type === 'reasoning' ? sourceOf(text) : wire.delta(type, text)),
  }
}

const sourceOf = (title: string) => {
  const source = { url: '', title, start_index: 0, end_index: 0 }
  return chunkOf({ annotations: [{ type: 'url_citation', url_citation: source }] })
}

/** Chat completions of models that may think in their text, between `<think>` and `</think>`. */
export function thinkingChatWire(): Wire {
  const wire = chatWire()
  const tag = new ThinkTag()
  return { ...wire, read: (event) => tag.split(wire.read(event)) }
}

const fieldOfDelta = {
  text: 'content',
  reasoning: 'reasoning_content',
  refusal: 'refusal',
} as const

const chunkOf = (delta: object, finishReason?: string) => ({
  choices: [
    { index: 0, delta, ...(finishReason !== undefined && { finish_reason: finishReason }) },
  ],
})

class Chunks {
  /** The kinds of text that have come. */
  readonly #begun = new Set<Piece['type']>()

  read(event: unknown): readonly Piece[] | undefined {
    const chunk = fieldsOf(event)
    if (!chunk || !('choices' in chunk)) return readOther(event)
    const choice = firstChoice(listIn(chunk['choices']))
    // A whole answer where a stream was asked for.
    const isAll = chunk['object'] === 'chat.completion' && isWhole(choice) && this.#begun.size === 0
    const pieces = this.#readChoice(choice)
    const usage = countsIn(chunk['usage'])
    if (usage) pieces.push({ type: 'usage', usage })
    // OpenRouter sends an error midway like this; Foundry Local sends an empty one.
    if (says(chunk['error'])) pieces.push({ type: 'failure', error: event })
    if (isAll) pieces.push({ type: 'over' })
    return pieces
  }

  #readChoice(choice: Fields): Piece[] {
    const word = textIn(choice['finish_reason']) || (isWhole(choice) ? 'stop' : '')
    const pieces = this.#noted(textsIn(fieldsOf(choice['delta']) ?? {}, choice['text']))
    if (word === '') return pieces
    return [...pieces, ...this.#readMessage(choice['message']), { type: 'finish', word }]
  }

  /**
   * Perplexity repeats the text so far as a message in every chunk, and others repeat all of it at the
   * end: only what has not come before is new.
   */
  #readMessage(message: unknown): readonly Piece[] {
    const isNew = ({ type }: Piece) => !this.#begun.has('text') && !this.#begun.has(type)
    return this.#noted(textsIn(fieldsOf(message) ?? {}).filter(isNew))
  }

  #noted(pieces: Piece[]): Piece[] {
    for (const piece of pieces) {
      if ('text' in piece && piece.text !== '') this.#begun.add(piece.type)
    }
    return pieces
  }
}

/** Whether a choice has its whole text, and not a piece of it. */
function isWhole(choice: Fields): boolean {
  return fieldsOf(choice['message']) !== undefined && fieldsOf(choice['delta']) === undefined
}

/** Other answers to the same question may be mixed in. */
function firstChoice(choices: readonly unknown[]): Fields {
  const isFirst = (choice: Fields | undefined) => (choice?.['index'] ?? 0) === 0
  return choices.map(fieldsOf).find(isFirst) ?? {}
}

/** The texts of a delta or a message; `plain` is the content of one that has none. */
function textsIn(delta: Fields, plain?: unknown): Piece[] {
  const content = delta['content'] ?? plain
  return [
    { type: 'reasoning', text: reasoningIn(delta) },
    ...(typeof content === 'string'
      ? [{ type: 'text' as const, text: content }]
      : listIn(content).map(contentPart)),
    { type: 'refusal', text: textIn(delta['refusal']) },
  ]
}

/** The first field that says anything: some servers send more than one. */
function reasoningIn(delta: Fields): string {
  return (
    textIn(delta['reasoning_content']) ||
    textIn(delta['reasoning']) ||
    listIn(delta['reasoning_details'])
      .map((detail) => {
        const { text, summary } = fieldsOf(detail) ?? {}
        return textIn(text) || textIn(summary)
      })
      .join('')
  )
}

/** Mistral's models think in parts of their content. */
function contentPart(part: unknown): Piece {
  const { type, text, thinking } = fieldsOf(part) ?? {}
  if (type !== 'thinking') return { type: 'text', text: textIn(text) }
  const thoughts = listIn(thinking).map((thought) => textIn(fieldsOf(thought)?.['text']))
  return { type: 'reasoning', text: textIn(thinking) || thoughts.join('') }
}

/** Reads an event that is no chunk: an error in any shape, the usage alone, or nothing known. */
function readOther(event: unknown): readonly Piece[] | undefined {
  const usage = countsIn(fieldsOf(event)?.['usage'])
  return readError(event) ?? (usage && [{ type: 'usage', usage }])
}

/** Reads an error in one of the shapes that servers use besides those of the wire. */
export function readError(event: unknown): readonly Piece[] | undefined {
  const { error, detail, message, ...rest } =
    fieldsOf(Array.isArray(event) ? event[0] : event) ?? {}
  // In an event of an unknown type, a message may be anything.
  const isFlat = typeof message === 'string' && (!('type' in rest) || rest['object'] === 'error')
  if (!says(error) && !says(detail) && !isFlat) return undefined
  return [{ type: 'failure', error: event }]
}

/** Whether a field says anything: `"error": null` does not. */
function says(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return textIn(value) !== ''
}
