import type { LocalVendor } from './local-vendor'
import { linesOf } from './wire-harness'

/** What a vendor does next in its answer. */
type Step =
  | { type: 'text' | 'reasoning' | 'refusal'; text: string }
  | { type: 'break' | 'aside' | 'junk' | 'failure' | 'finish' }

/** How a vendor writes a step; `previous` is the kind of text that came last. */
type Writer = (step: Step, previous: string | undefined) => readonly unknown[]

const texts = [
  'Hello',
  ' you',
  '',
  '\n\n',
  '"',
  '\\',
  '\\"}',
  '👋',
  '\ud83d',
  '\udc4b',
  'é',
  '</',
  '\u2028',
  '{"a":1}',
]

const chunk = (delta: object, finish: string | null = null, more: object = {}) => ({
  id: 'c',
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
})

const chat: Writer = (step) => {
  switch (step.type) {
    case 'text':
      return [chunk({ content: step.text })]
    case 'reasoning':
      return [chunk({ reasoning_content: step.text })]
    case 'refusal':
      return [chunk({ refusal: step.text })]
    case 'break':
      return [chunk({ role: 'assistant', content: '' })]
    case 'aside':
      return [{ choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } }]
    case 'junk':
      return [{ type: 'news' }]
    case 'failure':
      return [{ error: { message: 'The server is overloaded.', code: 503 } }]
    case 'finish':
      return [chunk({}, 'stop'), { choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } }]
  }
}

const anthropic: Writer = (step, previous) => {
  const opened = (type: string, block: object) =>
    previous === type
      ? []
      : [
          ...(previous === undefined ? [] : [{ type: 'content_block_stop', index: 0 }]),
          { type: 'content_block_start', index: 0, content_block: block },
        ]
  const delta = (fields: object) => ({ type: 'content_block_delta', index: 0, delta: fields })
  switch (step.type) {
    case 'text':
    case 'refusal':
      return [
        ...opened(step.type, { type: 'text', text: '' }),
        delta({ type: 'text_delta', text: step.text }),
      ]
    case 'reasoning':
      return [
        ...opened(step.type, { type: 'thinking', thinking: '' }),
        delta({ type: 'thinking_delta', thinking: step.text }),
      ]
    case 'break':
      return [{ type: 'content_block_stop', index: 0 }]
    case 'aside':
      return [{ type: 'ping' }]
    case 'junk':
      return [{ type: 'news' }]
    case 'failure':
      return [{ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }]
    case 'finish':
      return [
        {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn' },
          usage: { input_tokens: 7, output_tokens: 3 },
        },
        { type: 'message_stop' },
      ]
  }
}

const responses: Writer = (step) => {
  const names = {
    text: 'response.output_text.delta',
    reasoning: 'response.reasoning_summary_text.delta',
    refusal: 'response.refusal.delta',
  }
  switch (step.type) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      return [{ type: names[step.type], item_id: 'i', delta: step.text }]
    case 'break':
      return [{ type: 'response.output_item.done', item: { type: 'message' } }]
    case 'aside':
      return [{ type: 'response.in_progress' }]
    case 'junk':
      return [{ type: 'news' }]
    case 'failure':
      return [{ type: 'error', message: 'Overloaded', code: 'server_is_overloaded' }]
    case 'finish':
      return [
        {
          type: 'response.completed',
          response: { status: 'completed', usage: { input_tokens: 7, output_tokens: 3 } },
        },
      ]
  }
}

const writers: Readonly<Record<LocalVendor, Writer>> = {
  chat,
  compatible: chat,
  deepseek: chat,
  ollama: chat,
  anthropic,
  responses,
}

/** An answer at random, as this vendor sends it, in the pieces in which its bytes arrive. */
export function randomAnswer(vendor: LocalVendor, random: () => number): Buffer[] {
  function pick<Value>(values: readonly Value[]): Value {
    const value = values[Math.floor(random() * values.length)]
    if (value === undefined) throw new Error('there is nothing to pick from')
    return value
  }
  // A call that fails before its first text would be made again.
  const steps: Step[] = [{ type: 'reasoning', text: 'Well' }]
  for (let kind: 'text' | 'reasoning' | 'refusal' = 'reasoning'; random() < 0.97;) {
    const chance = random()
    if (chance < 0.06) kind = pick(['text', 'text', 'reasoning', 'refusal'])
    else if (chance < 0.1) steps.push({ type: pick(['break', 'aside', 'junk']) })
    else steps.push({ type: kind, text: pick(texts).repeat(Math.ceil(random() * 3)) })
  }
  steps.push(
    ...pick<Step[]>([[{ type: 'finish' }], [{ type: 'finish' }], [{ type: 'failure' }], []]),
  )
  let previous: string | undefined
  const events = steps.flatMap((step) => {
    const written = writers[vendor](step, previous)
    if (step.type === 'break') previous = undefined
    else if ('text' in step) previous = step.type
    return written
  })
  return cut(Buffer.from(linesOf(...events)), random)
}

/** Cuts bytes anywhere, also inside of characters. */
function cut(bytes: Buffer, random: () => number): Buffer[] {
  const pieces: Buffer[] = []
  for (let from = 0; from < bytes.length;) {
    const to = from + 1 + Math.floor(random() ** 3 * 400)
    pieces.push(bytes.subarray(from, to))
    from = to
  }
  return pieces
}
