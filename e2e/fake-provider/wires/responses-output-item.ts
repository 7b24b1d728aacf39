import type { Token } from '../books/call.ts'

/** A server-sent event before it has its number. */
export type WireEvent = { type: string; [field: string]: unknown }

/** One item of a response's output: the events that open, fill and close it. */
export type OutputItem = {
  kind: Token['kind'] | 'refusal'
  open(): WireEvent[]
  delta(text: string): WireEvent
  close(): WireEvent[]
  /** The finished item, as `output` of the completed response lists it. */
  item(): object
}

/** @param position the item's index in the response's output */
export function outputItem(kind: OutputItem['kind'], number: number, position: number): OutputItem {
  return kind === 'reasoning'
    ? reasoningItem(number, position)
    : messageItem(kind, number, position)
}

function messageItem(kind: 'text' | 'refusal', number: number, position: number): OutputItem {
  const isText = kind === 'text'
  const name = isText ? 'output_text' : 'refusal'
  const logprobs = isText ? { logprobs: [] } : {}
  const id = `msg_fake_${number}_${position}`
  const place = { item_id: id, output_index: position, content_index: 0 }
  let text = ''
  const part = () =>
    isText
      ? { type: 'output_text', annotations: [], ...logprobs, text }
      : { type: 'refusal', refusal: text }
  const item = (status: string, content: readonly object[]) => ({
    id,
    type: 'message',
    status,
    role: 'assistant',
    content,
  })
  const finished = () => item('completed', [part()])

  return {
    kind,
    open: () => [
      {
        type: 'response.output_item.added',
        output_index: position,
        item: item('in_progress', []),
      },
      { type: 'response.content_part.added', ...place, part: part() },
    ],
    delta(delta) {
      text += delta
      return { type: `response.${name}.delta`, ...place, delta, ...logprobs }
    },
    close: () => [
      { type: `response.${name}.done`, ...place, [isText ? 'text' : 'refusal']: text, ...logprobs },
      { type: 'response.content_part.done', ...place, part: part() },
      { type: 'response.output_item.done', output_index: position, item: finished() },
    ],
    item: finished,
  }
}

function reasoningItem(number: number, position: number): OutputItem {
  const id = `rs_fake_${number}_${position}`
  const place = { item_id: id, output_index: position, summary_index: 0 }
  let text = ''
  const part = () => ({ type: 'summary_text', text })
  const item = (summary: readonly object[]) => ({ id, type: 'reasoning', summary })
  const finished = () => item([part()])

  return {
    kind: 'reasoning',
    open: () => [
      { type: 'response.output_item.added', output_index: position, item: item([]) },
      { type: 'response.reasoning_summary_part.added', ...place, part: part() },
    ],
    delta(delta) {
      text += delta
      return { type: 'response.reasoning_summary_text.delta', ...place, delta }
    },
    close: () => [
      { type: 'response.reasoning_summary_text.done', ...place, text },
      { type: 'response.reasoning_summary_part.done', ...place, part: part() },
      { type: 'response.output_item.done', output_index: position, item: finished() },
    ],
    item: finished,
  }
}
