import { describe, expect, test } from 'vitest'
import { modelThatSends } from '@/lib/testing/local-vendor'
import { answerOf, linesOf } from '@/lib/testing/wire-harness'
import { readFinishReason } from './finish-reason'

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

const chatWires = ['chat', 'compatible', 'deepseek', 'ollama'] as const

const endings: readonly (readonly [string, string])[] = [
  ['stop', 'stop'],
  ['STOP', 'stop'],
  ['eos', 'stop'],
  ['tool_calls', 'stop'],
  ['length', 'length'],
  ['MAX_TOKENS', 'length'],
  ['max_tokens', 'length'],
  ['model_length', 'length'],
  ['SAFETY', 'content_filter'],
  ['content_filter', 'content_filter'],
  ['PROHIBITED_CONTENT', 'content_filter'],
  ['error', 'provider_error'],
  ['ERROR', 'provider_error'],
  ['network_error', 'provider_error'],
  ['insufficient_system_resource', 'provider_overloaded'],
  ['abort', 'provider_protocol'],
  ['', 'provider_protocol'],
  ['a_new_word', 'stop'],
]

describe.each(chatWires)('R26 an answer over the wire %s', (wire) => {
  test.each(endings)('an answer that finishes with %j ends %s', async (word, endReason) => {
    const { answer } = await answerOver(wire, linesOf(chunk({ content: 'half' }), chunk({}, word)))
    expect(answer).toMatchObject({ endReason, parts: [{ type: 'text', text: 'half' }] })
  })

  test('R26 an answer that OpenRouter ends with an error fails', async () => {
    const { answer } = await answerOver(
      wire,
      linesOf(
        chunk({ content: 'half' }),
        chunk({ content: '' }, 'error', { error: { code: 502, message: 'Disconnected' } }),
      ),
    )
    expect(answer).toMatchObject({ status: 'failed', endReason: 'provider_error' })
  })
})

test('R26 an unknown word is logged, once, with the model; a known one is not', async () => {
  const lines = async (word: string) => {
    const { logged } = await answerOver(
      'compatible',
      linesOf(chunk({ content: 'x' }), chunk({}, word)),
    )
    return logged.filter(({ message }) => message === 'unknown finish reason')
  }
  expect(await lines('a_new_word')).toEqual([
    {
      message: 'unknown finish reason',
      facts: { messageId: 'a', model: 'demo/tour', finishReason: 'a_new_word' },
    },
  ])
  expect(await lines('Words of a conversation')).toMatchObject([
    { facts: { finishReason: 'not a word' } },
  ])
  expect(await lines('stop')).toEqual([])
})

test.each([
  ['end_turn', 'stop', 'stop'],
  ['refusal', 'content-filter', 'content_filter'],
  ['stop', 'content-filter', 'content_filter'],
  ['model_context_window_exceeded', 'length', 'length'],
  [undefined, 'stop', 'stop'],
  [undefined, 'other', 'provider_protocol'],
  [undefined, 'error', 'provider_error'],
  ['constructor', 'other', 'stop'],
] as const)('a finish of %j that the AI SDK calls %s ends %s', (raw, unified, reason) => {
  expect(readFinishReason({ unified, raw }).reason).toBe(reason)
})
