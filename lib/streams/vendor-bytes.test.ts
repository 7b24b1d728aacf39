import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { modelThatSends, type LocalVendor } from '@/lib/testing/local-vendor'
import { answerOf, linesOf } from '@/lib/testing/wire-harness'

const answerOver = async (...given: Parameters<typeof modelThatSends>) =>
  answerOf(await modelThatSends(...given))

const chunk = (delta: object, finishReason: string | null = null, more: object = {}) => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: finishReason }],
  ...more,
})
const counts = { prompt_tokens: 7, completion_tokens: 3 }
const usage = { id: 'c', object: 'chat.completion.chunk', created: 1, choices: [], usage: counts }
const start = { type: 'message_start', message: { id: 'm', usage: { input_tokens: 7 } } }
const block = (more: object = {}) => ({
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'text', text: '', ...more },
})
const textDelta = (text: string) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
})
const stopBlock = { type: 'content_block_stop', index: 0 }
const endTurn = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn' },
  usage: { output_tokens: 3 },
}
const outputText = (delta: string) => ({
  type: 'response.output_text.delta',
  item_id: 'i',
  output_index: 0,
  content_index: 0,
  delta,
})
const completed = (more: object = {}) => ({
  type: 'response.completed',
  response: { status: 'completed', usage: { input_tokens: 7, output_tokens: 3 }, ...more },
})

/** A chunk as Perplexity sends it: with a piece of the text, and all of it so far. */
const repeating = (
  object: string,
  content: string,
  soFar: string,
  finishReason: string | null = null,
) => ({
  object,
  choices: [
    {
      index: 0,
      delta: { role: 'assistant', content },
      message: { role: 'assistant', content: soFar },
      finish_reason: finishReason,
    },
  ],
  usage: counts,
})
const repeatingObjects = ['chat.completion', 'chat.completion.chunk']
/** A chunk with all of the text and no piece of it. */
const summary = (object: string, more: object = {}) => ({
  object,
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello, you.' }, ...more }],
  usage: counts,
})

type Wire = { say(text: string): object; finish: readonly object[]; last: string }

const chat: Wire = {
  say: (content) => chunk({ content }),
  finish: [chunk({}, 'stop'), usage],
  last: 'data: [DONE]\n\n',
}
const wires: Record<LocalVendor, Wire> = {
  chat,
  compatible: chat,
  deepseek: chat,
  ollama: chat,
  anthropic: { say: textDelta, finish: [start, endTurn], last: linesOf({ type: 'message_stop' }) },
  responses: { say: outputText, finish: [], last: linesOf(completed()) },
}

const whole = {
  status: 'completed',
  endReason: 'stop',
  parts: [{ type: 'text', text: 'Hello, you.' }],
  usage: { inputTokens: 7, outputTokens: 3, estimated: false },
}

/** Bytes that may stand between two pieces of a good answer, and take nothing from it. */
const between: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['a ping', 'event: ping\ndata: {"type":"ping"}\n\n'],
  ['a heartbeat without data', 'data:\n\ndata: \n\n'],
  ['a comment', ': keep alive\n\n'],
  ['an event that nobody knows', 'event: news\ndata: {"type":"a.new.event","message":"x"}\n\n'],
  ['what is JSON and no event', 'data: "x"\n\ndata: 7\n\ndata: null\n\ndata: []\n\ndata: {}\n\n'],
  ['no error', 'data: {"error":null}\n\n'],
  ['other fields', 'id: 7\nretry: 10\n\n'],
]

describe.each(Object.entries(wires))('R26 an answer over the wire %s', (name, wire) => {
  const vendor = name as LocalVendor
  const body = linesOf(wire.say('Hello, '), wire.say('you.'), ...wire.finish) + wire.last

  test.each(between)('the answer is whole with %s between its events', async (_, event) => {
    const events = body.split('\n\n').filter(Boolean)
    const { answer } = await answerOver(
      vendor,
      event + events.map((e) => `${e}\n\n${event}`).join(''),
    )
    expect(answer).toMatchObject(whole)
  })

  test.each([
    ['without its last blank line', body.slice(0, -2)],
    ['with the line ends of Windows', body.replaceAll('\n', '\r\n')],
    ['with those of an old Mac', body.replaceAll('\n', '\r')],
    ['with a byte order mark', `\uFEFF${body}`],
    ['without a blank after the colon', body.replaceAll('data: ', 'data:')],
    ['with junk after its end', `${body}data: {junk\n\n<html>`],
  ])('the answer is whole %s', async (_, bytes) => {
    expect((await answerOver(vendor, bytes)).answer).toMatchObject(whole)
  })

  test('the answer is whole when its bytes come one by one', async () => {
    const { answer } = await answerOver(vendor, (to) => {
      const bytes = Buffer.from(body.replaceAll('\n', '\r\n').replace('you.', 'you: 👋é'))
      for (const byte of bytes) to.write(Buffer.of(byte))
      to.end()
    })
    expect(answer).toMatchObject({ ...whole, parts: [{ text: 'Hello, you: 👋é' }] })
  })

  test.each<[string, (to: ServerResponse) => void]>([
    ['is reset', (to) => to.write(body, () => setTimeout(() => to.destroy(), 20))],
    ['stays open', (to) => void to.write(body)],
  ])('the answer is whole when its connection %s after the end', async (_, send) => {
    const begun = Date.now()
    expect((await answerOver(vendor, send)).answer).toMatchObject(whole)
    expect(Date.now() - begun).toBeLessThan(2_000)
  })

  test('P1 the answer is broken by data that is not even JSON: that may have been text', async () => {
    const { answer } = await answerOver(
      vendor,
      `${linesOf(wire.say('Hello, '))}data: {broken\n\n${linesOf(wire.say('you.'))}${wire.last}`,
    )
    expect(answer).toMatchObject({ endReason: 'provider_protocol', parts: [{ text: 'Hello, ' }] })
  })

  test('P11 the answer is broken by a line without an end', async () => {
    const { answer } = await answerOver(vendor, (to) => {
      to.write(`${linesOf(wire.say('Hello, '))}data: {"x":"`)
      for (let megabyte = 0; megabyte < 3; megabyte += 1) to.write('x'.repeat(1_000_000))
    })
    expect(answer).toMatchObject({ endReason: 'provider_protocol', parts: [{ text: 'Hello, ' }] })
  })

  test('one line of the log counts the events that are left out, without their words', async () => {
    const unknown = linesOf({ type: 'secret' }, { type: 'secret' })
    const { logged } = await answerOver(vendor, unknown + body)
    const message = 'left out what is not understood'
    expect(logged.filter((line) => line.message === message)).toEqual([
      { message, facts: { messageId: 'a', model: 'demo/tour', events: 2 } },
    ])
    expect(JSON.stringify((await answerOver(vendor, body)).logged)).not.toContain(message)
  })
})

const hello = (...parts: string[]) => parts.map((content) => chunk({ content }))
const end = [chunk({}, 'stop'), usage]

test.each<[string, LocalVendor, readonly unknown[]]>([
  [
    'usage without choices',
    'compatible',
    [...hello('Hello, you.'), chunk({}, 'stop'), { usage: counts }],
  ],
  [
    'no error in every chunk',
    'compatible',
    [chunk({ content: 'Hello, you.' }, null, { error: null }), ...end],
  ],
  [
    'a time that is text',
    'chat',
    [chunk({ content: 'Hello, you.' }, null, { created: '1' }), ...end],
  ],
  [
    'another answer mixed in',
    'chat',
    [
      ...hello('Hello, '),
      { choices: [{ index: 1, delta: { content: 'No' }, finish_reason: 'length' }] },
      ...hello('you.'),
      ...end,
    ],
  ],
  [
    'an empty reason in every chunk',
    'deepseek',
    [chunk({ content: 'Hello, you.' }, ''), chunk({}, 'stop'), chunk({}, ''), usage],
  ],
  [
    'a whole completion',
    'ollama',
    [
      {
        object: 'chat.completion',
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: 'Hello, you.' },
            finish_reason: 'stop',
          },
        ],
        usage: counts,
      },
    ],
  ],
  ...repeatingObjects.flatMap((object): [string, LocalVendor, readonly unknown[]][] => [
    [
      `all text so far in each ${object}`,
      'compatible',
      [
        repeating(object, 'Hello, ', 'Hello, '),
        repeating(object, 'you', 'Hello, you'),
        repeating(object, '.', 'Hello, you.'),
        repeating(object, '', 'Hello, you.', 'stop'),
      ],
    ],
    [
      `all text again in a last ${object}`,
      'chat',
      [...hello('Hello, ', 'you.'), summary(object, { finish_reason: 'stop' })],
    ],
    [
      `all text again in a last ${object} without its reason`,
      'deepseek',
      [...hello('Hello, ', 'you.'), summary(object)],
    ],
    [
      `all text in a last ${object} alone`,
      'ollama',
      [repeating(object, '', ''), repeating(object, '', 'Hello, you.', 'stop')],
    ],
  ]),
  [
    'usage after all text again',
    'compatible',
    [...hello('Hello, ', 'you.'), { ...summary('chat.completion'), usage: null }, usage],
  ],
  [
    'text in the start of a block',
    'anthropic',
    [
      start,
      block({ text: 'Hello, ' }),
      textDelta('you.'),
      stopBlock,
      endTurn,
      { type: 'message_stop' },
    ],
  ],
  [
    'a block of unknown type',
    'anthropic',
    [
      start,
      block(),
      textDelta('Hello, you.'),
      stopBlock,
      { type: 'content_block_start', index: 1, content_block: { type: 'new', text: 'no' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'new_delta', text: 'no' } },
      { type: 'content_block_stop', index: 1 },
      endTurn,
      { type: 'message_stop' },
    ],
  ],
  [
    'a start without usage',
    'anthropic',
    [
      { type: 'message_start', message: { id: 'm' } },
      textDelta('Hello, you.'),
      { ...endTurn, usage: { input_tokens: 7, output_tokens: 3 } },
    ],
  ],
  [
    'a start without its time',
    'responses',
    [{ type: 'response.created', response: { id: 'r' } }, outputText('Hello, you.'), completed()],
  ],
  [
    'text at its end alone',
    'responses',
    [
      {
        type: 'response.output_text.done',
        item_id: 'i',
        output_index: 0,
        content_index: 0,
        text: 'Hello, you.',
      },
      completed(),
    ],
  ],
  [
    'text at its end again',
    'responses',
    [
      outputText('Hello, you.'),
      {
        type: 'response.output_text.done',
        item_id: 'i',
        output_index: 0,
        content_index: 0,
        text: 'Hello, you.',
      },
      completed(),
    ],
  ],
  [
    'another ID in each event of an item',
    'responses',
    [
      { ...outputText('Hello, '), item_id: 'a' },
      { ...outputText('you.'), item_id: 'b' },
      { ...outputText(''), type: 'response.output_text.done', item_id: 'c', text: 'Hello, you.' },
      completed(),
    ],
  ],
  [
    'an index that is told at the end alone',
    'responses',
    [
      { ...outputText('Hello, you.'), content_index: undefined },
      { ...outputText(''), type: 'response.output_text.done', text: 'Hello, you.' },
      completed(),
    ],
  ],
  [
    'no text in a delta before the whole response',
    'responses',
    [
      outputText(''),
      completed({
        output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hello, you.' }] }],
      }),
    ],
  ],
  [
    'text in the whole response alone',
    'responses',
    [
      completed({
        output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hello, you.' }] }],
      }),
    ],
  ],
])('R26 %s over the wire %s is the whole answer', async (_, vendor, events) => {
  expect((await answerOver(vendor, linesOf(...events))).answer).toMatchObject(whole)
})

test.each<[LocalVendor, object]>([
  [
    'compatible',
    {
      object: 'chat.completion',
      choices: [{ message: { content: 'Hello, you.' } }],
      usage: counts,
    },
  ],
  [
    'chat',
    { choices: [{ message: { content: 'Hello, you.' }, finish_reason: 'stop' }], usage: counts },
  ],
  [
    'anthropic',
    {
      type: 'message',
      content: [{ type: 'text', text: 'Hello, you.' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 7, output_tokens: 3 },
    },
  ],
  [
    'responses',
    {
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hello, you.' }] }],
      usage: { input_tokens: 7, output_tokens: 3 },
    },
  ],
])(
  'R26 a whole answer over the wire %s is read, although a stream was asked for',
  async (vendor, body) => {
    expect((await answerOver(vendor, JSON.stringify(body, null, 2))).answer).toMatchObject(whole)
  },
)

test.each(repeatingObjects)(
  'R26 an answer whose every %s has all text so far is not whole without its end',
  async (object) => {
    const bytes = linesOf(
      repeating(object, 'Hello, ', 'Hello, '),
      repeating(object, 'you', 'Hello, you'),
    )
    expect((await answerOver('compatible', bytes)).answer).toMatchObject({
      endReason: 'provider_protocol',
      parts: [{ type: 'text', text: 'Hello, you' }],
    })
  },
)

test.each<[string, object | undefined]>([
  ['zeros', { prompt_tokens: 0, completion_tokens: 0 }],
  ['nothing', {}],
  ['text', { prompt_tokens: '7', completion_tokens: '3' }],
])('R26 usage that is reported as %s with some text is estimated', async (_, said) => {
  const bytes = linesOf(...hello('Hello, you.'), chunk({}, 'stop', { usage: said }))
  const { answer } = await answerOver('compatible', bytes)
  expect(answer).toMatchObject({ endReason: 'stop', usage: { estimated: true } })
  expect(answer?.usage?.outputTokens).toBeGreaterThan(0)
})

const thought = {
  parts: [
    { type: 'reasoning', text: 'Hm, so.' },
    { type: 'text', text: 'Hi' },
  ],
  textLength: 2,
}
const taggers = ['compatible', 'ollama', 'deepseek'] as const

describe.each(taggers)('R9 a model that thinks in its text, over the wire %s', (vendor) => {
  test.each([
    ['in one piece', ['<think>Hm, so.</think>Hi']],
    ['letter by letter', '<think>Hm, so.</think>Hi'.split('')],
    ['after blanks', ['\n', ' <think>Hm, so.</think>', 'Hi']],
  ])('the thoughts are kept apart from the text, %s', async (_, pieces) => {
    const { answer } = await answerOver(vendor, (to) => {
      for (const event of [...hello(...pieces), ...end]) to.write(linesOf(event))
      to.end('data: [DONE]\n\n')
    })
    expect(answer).toMatchObject(thought)
  })

  test.each([
    ['a tag later on', 'Use <think>x</think>.'],
    ['another tag', '<thinking>x'],
    ['the beginning of a tag alone', '<thi'],
    ['blanks alone before its text', '\n\nHi'],
  ])('the answer keeps %s as its text', async (_, text) => {
    const { answer } = await answerOver(vendor, linesOf(...hello(...text.split('')), ...end))
    expect(answer).toMatchObject({ parts: [{ type: 'text', text }] })
  })
})

test('R9 OpenAI’s own answer keeps a think tag in its text', async () => {
  const { answer } = await answerOver('chat', linesOf(...hello('<think>x</think>Hi'), ...end))
  expect(answer).toMatchObject({ parts: [{ type: 'text', text: '<think>x</think>Hi' }] })
})

test.each<[string, object]>([
  ['beside an empty field', { reasoning_content: '', reasoning: 'Hm, so.' }],
  ['in reasoning', { reasoning: 'Hm, so.' }],
  ['in reasoning_content', { reasoning_content: 'Hm, so.' }],
  [
    'in details alone',
    { reasoning_details: [{ type: 'reasoning.text', text: 'Hm, ' }, { summary: 'so.' }] },
  ],
  ['in two fields', { reasoning: 'Hm, so.', reasoning_content: 'Hm, so.' }],
  [
    'in a part of the content',
    { content: [{ type: 'thinking', thinking: [{ text: 'Hm, so.' }] }] },
  ],
])('R9 a model’s thoughts are kept when they come %s', async (_, delta) => {
  for (const vendor of ['chat', 'compatible', 'deepseek', 'ollama'] as const) {
    const { answer } = await answerOver(vendor, linesOf(chunk(delta), ...hello('Hi'), ...end))
    expect([vendor, answer?.parts]).toMatchObject([vendor, thought.parts])
  }
})

test('R9 a model’s thoughts are kept when OpenAI’s responses tell them in full', async () => {
  const thinking = { type: 'response.reasoning_text.delta', item_id: 'r', content_index: 0 }
  const { answer } = await answerOver(
    'responses',
    linesOf(
      { ...thinking, delta: 'Hm, ' },
      { ...thinking, delta: 'so.' },
      outputText('Hi'),
      completed(),
    ),
  )
  expect(answer).toMatchObject(thought)
})

test.each(['response.reasoning_summary_text', 'response.reasoning_text'])(
  'R9 a model’s thoughts are kept once when each event of %s has another ID',
  async (type) => {
    const event = (of: string, id: string, more: object) => ({
      type: `${type}.${of}`,
      item_id: id,
      output_index: 0,
      ...more,
    })
    const { answer } = await answerOver(
      'responses',
      linesOf(
        event('delta', 'a', { delta: 'Hm, ' }),
        event('delta', 'b', { delta: 'so.' }),
        event('done', 'c', { text: 'Hm, so.', summary_index: 0 }),
        { ...outputText('Hi'), output_index: 1 },
        completed(),
      ),
    )
    expect(answer).toMatchObject(thought)
  },
)
