import { readError } from './chat-wire'
import { countsIn, fieldsOf, listIn, textIn, type Fields } from './json-fields'
import type { Piece, Wire } from './wire'

/** Anthropic's messages. Unknown events are to be overlooked, as Anthropic itself says. */
export function anthropicWire(): Wire {
  return {
    read: readEvent,
    delta: (type, text) => ({
      type: 'content_block_delta',
      index: 0,
      delta:
        type === 'reasoning'
          ? { type: 'thinking_delta', thinking: text }
          : { type: 'text_delta', text },
    }),
    break: () => [
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_stop', index: 0 },
    ],
    finish: (word, usage) => [
      {
        type: 'message_delta',
        delta: { stop_reason: word },
        usage: { output_tokens: 0, ...usage },
      },
      { type: 'message_stop' },
    ],
    failure: (message) => ({ type: 'error', error: { type: 'error', message } }),
  }
}

function readEvent(event: unknown): readonly Piece[] | undefined {
  const fields = fieldsOf(event) ?? {}
  switch (fields['type']) {
    case 'message_start':
      return readMessage(fieldsOf(fields['message']) ?? {})
    case 'content_block_start':
      return readBlock(fieldsOf(fields['content_block']) ?? {})
    case 'content_block_delta':
      return readDelta(fieldsOf(fields['delta']) ?? {})
    case 'content_block_stop':
      return [{ type: 'break' }]
    case 'message_delta': {
      const { stop_reason: word } = fieldsOf(fields['delta']) ?? {}
      return [...finishOf(word), ...usageOf(fields['usage'])]
    }
    case 'message_stop':
      return [{ type: 'over' }]
    case 'ping':
      return []
    case 'error':
      return [{ type: 'failure', error: event }]
    // A whole answer where a stream was asked for.
    case 'message':
      return [...readMessage(fields), { type: 'over' }]
    default:
      return readError(event)
  }
}

function readMessage(message: Fields): readonly Piece[] {
  const blocks = listIn(message['content']).flatMap((block) => {
    return [...(readBlock(fieldsOf(block) ?? {}) ?? []), { type: 'break' as const }]
  })
  return [...blocks, ...finishOf(message['stop_reason']), ...usageOf(message['usage'])]
}

function readBlock({ type, text, thinking }: Fields): readonly Piece[] | undefined {
  if (type === 'text') return [{ type: 'text', text: textIn(text) }]
  if (type === 'thinking') return [{ type: 'reasoning', text: textIn(thinking) }]
  return type === 'redacted_thinking' ? [] : undefined
}

function readDelta({ type, text, thinking }: Fields): readonly Piece[] | undefined {
  if (type === 'text_delta') return [{ type: 'text', text: textIn(text) }]
  if (type === 'thinking_delta') return [{ type: 'reasoning', text: textIn(thinking) }]
  return type === 'signature_delta' || type === 'citations_delta' ? [] : undefined
}

function finishOf(value: unknown): readonly Piece[] {
  const word = textIn(value)
  return word === '' ? [] : [{ type: 'finish', word }]
}

function usageOf(value: unknown): readonly Piece[] {
  const usage = countsIn(value)
  return usage ? [{ type: 'usage', usage }] : []
}
