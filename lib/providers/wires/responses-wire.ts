import { readError } from './chat-wire'
import { countsIn, fieldsOf, listIn, textIn, type Fields } from './json-fields'
import type { Piece, Wire } from './wire'

/** The AI SDK tells items apart; here one stands for all of its kind. */
const ITEM = 'item'

/** How many texts are remembered, and how much of an item's ID. */
const MOST_TEXTS = 1_000
const LONGEST_ID = 200

/** OpenAI's responses. */
export function responsesWire(): Wire {
  const events = new ResponseEvents()
  return {
    read: (event) => events.read(event),
    delta: (type, text) => ({
      type: typeOfDelta[type],
      item_id: ITEM,
      summary_index: 0,
      delta: text,
    }),
    break: () => [
      { type: 'response.output_item.done', output_index: 0, item: { type: 'message', id: ITEM } },
    ],
    finish: (word, usage) => [
      {
        type: 'response.completed',
        response: {
          incomplete_details: word === 'completed' ? null : { reason: word },
          usage: { input_tokens: 0, output_tokens: 0, ...usage },
        },
      },
    ],
    failure: (message) => ({ type: 'error', sequence_number: 0, message }),
  }
}

const typeOfDelta = {
  text: 'response.output_text.delta',
  reasoning: 'response.reasoning_summary_text.delta',
  refusal: 'response.refusal.delta',
} as const

class ResponseEvents {
  /** How much of each text has come: some texts come only whole, with their end. */
  readonly #lengths = new Map<string, number>()

  read(event: unknown): readonly Piece[] | undefined {
    const fields = fieldsOf(event) ?? {}
    if (fields['object'] === 'response') return this.#readEnd(fields)
    switch (fields['type']) {
      case 'response.output_text.delta':
        return this.#more('text', fields, textIn(fields['delta']))
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return this.#more('reasoning', fields, textIn(fields['delta']))
      case 'response.refusal.delta':
        return this.#more('refusal', fields, textIn(fields['delta']))
      case 'response.output_text.done':
        return this.#rest('text', fields, textIn(fields['text']))
      case 'response.reasoning_summary_text.done':
      case 'response.reasoning_text.done':
        return this.#rest('reasoning', fields, textIn(fields['text']))
      case 'response.refusal.done':
        return this.#rest('refusal', fields, textIn(fields['refusal']))
      case 'response.output_item.done':
      case 'response.reasoning_summary_part.done':
        return [{ type: 'break' }]
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
      case 'response.cancelled':
        return this.#readEnd(fieldsOf(fields['response']) ?? {})
      case 'error':
        return [{ type: 'failure', error: event }]
      default:
        // None of the many other events says more of an answer than these.
        return /^(response\.|keepalive$|ping$)/.test(textIn(fields['type'])) ? [] : readError(event)
    }
  }

  #more(type: Delta, fields: Fields, text: string): readonly Piece[] {
    if (text === '') return []
    const name = nameOf(type, fields)
    const known = this.#lengths.get(name) ?? 0
    this.#lengths.set(name, known + text.length)
    if (this.#lengths.size > MOST_TEXTS) this.#forgetOldest()
    return [{ type, text }]
  }

  #rest(type: Delta, fields: Fields, text: string): readonly Piece[] {
    const known = this.#lengths.get(nameOf(type, fields)) ?? 0
    return this.#more(type, fields, text.slice(known))
  }

  #forgetOldest(): void {
    const [oldest] = this.#lengths.keys()
    if (oldest !== undefined) this.#lengths.delete(oldest)
  }

  #readEnd(response: Fields): readonly Piece[] {
    if (fieldsOf(response['error'])) return [{ type: 'failure', error: response['error'] }]
    const { reason } = fieldsOf(response['incomplete_details']) ?? {}
    const usage = countsIn(response['usage'])
    return [
      // A whole answer where a stream was asked for, or whose deltas a gateway lost.
      ...(this.#lengths.size === 0 ? listIn(response['output']).flatMap(readItem) : []),
      { type: 'finish', word: textIn(reason) || textIn(response['status']) || 'completed' },
      ...(usage ? [{ type: 'usage' as const, usage }] : []),
      { type: 'over' },
    ]
  }
}

type Delta = 'text' | 'reasoning' | 'refusal'

/** GitHub Copilot gives each event of an item another ID, so the item's place names it if it is told. */
function nameOf(type: Delta, fields: Fields): string {
  const { item_id: id, output_index: place } = fields
  const item = typeof place === 'number' ? place : `id ${textIn(id).slice(0, LONGEST_ID)}`
  return [type, item, indexIn(fields['content_index']), indexIn(fields['summary_index'])].join(' ')
}

const indexIn = (value: unknown) => (typeof value === 'number' ? value : 0)

function readItem(item: unknown): readonly Piece[] {
  const { type, content, summary } = fieldsOf(item) ?? {}
  const parts = [...listIn(summary), ...listIn(content)].flatMap((part): readonly Piece[] => {
    const { text, refusal } = fieldsOf(part) ?? {}
    return [
      { type: type === 'reasoning' ? 'reasoning' : 'text', text: textIn(text) },
      { type: 'refusal', text: textIn(refusal) },
    ]
  })
  return [...parts, { type: 'break' }]
}
