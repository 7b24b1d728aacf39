import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { describe, expect, test } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { createDemoProvider } from './demo'

/** The demo answering a question; `parts` fills up as it speaks. */
async function ask(
  question: string,
  abortSignal?: AbortSignal,
  reasoning?: LanguageModelV4CallOptions['reasoning'],
) {
  const clock = createManualClock()
  const model = createDemoProvider(clock).languageModel('tour')
  const { stream } = await model.doStream({
    prompt: [
      { role: 'user', content: [{ type: 'text', text: 'an older question' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'an older answer' }] },
      { role: 'user', content: [{ type: 'text', text: question }] },
    ],
    ...(abortSignal && { abortSignal }),
    ...(reasoning && { reasoning }),
  })
  const reader = stream.getReader()
  const parts: LanguageModelV4StreamPart[] = []
  const read = async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      parts.push(next.value)
    }
  }
  const deltas = () => parts.flatMap((part) => (part.type === 'text-delta' ? part.delta : []))
  return { clock, reader, parts, deltas, over: read() }
}

describe('the demo model', () => {
  test('the demo speaks about 60 tokens a second', async () => {
    const { clock, deltas, reader } = await ask('Hello?')
    for (const second of [1, 2, 3]) {
      await clock.advance(1_000)
      expect(deltas().length).toBeGreaterThanOrEqual(60 * second - 1)
      expect(deltas().length).toBeLessThanOrEqual(60 * second)
    }
    await reader.cancel()
  })

  test('the demo says that it is a demo, repeats the question, and tells how to add a key', async () => {
    const { clock, parts, deltas, over } = await ask('What *is* [this]\n thing?')
    await clock.advance(60_000)
    await over
    const text = deltas().join('')
    for (const piece of [
      'demo',
      '*What is this thing?*',
      'OPENAI_API_KEY',
      '\n## ',
      '\n- ',
      '| --- |',
      '```ts',
    ]) {
      expect(text).toContain(piece)
    }
    expect(parts[0]).toEqual({ type: 'stream-start', warnings: [] })
    expect(parts.slice(-2)).toMatchObject([
      { type: 'text-end' },
      {
        type: 'finish',
        finishReason: { unified: 'stop' },
        usage: { outputTokens: { total: deltas().length } },
      },
    ])
    expect(clock.pending).toBe(0)
  })

  test.each([
    [undefined, []],
    ['none', []],
    ['medium', ['reasoning-start', 'reasoning-end']],
  ] as const)('R9 the demo thinks first when it is asked to: %j', async (reasoning, thinking) => {
    const { clock, parts, over } = await ask('Hello?', undefined, reasoning)
    await clock.advance(60_000)
    await over
    const edges = parts.map(({ type }) => type).filter((type) => /-start$|-end$/.test(type))
    expect(edges).toEqual(['stream-start', ...thinking, 'text-start', 'text-end'])
  })

  test('R9 the demo stops at once when it is aborted, and leaves no timer', async () => {
    const abort = new AbortController()
    const { clock, deltas, over } = await ask('Hello?', abort.signal)
    await clock.advance(500)
    const said = deltas().length
    expect(said).toBeGreaterThan(0)
    const reason = new Error('stopped')
    abort.abort(reason)
    await expect(over).rejects.toBe(reason)
    expect(clock.pending).toBe(0)
    await clock.advance(5_000)
    expect(deltas()).toHaveLength(said)
  })

  test('the demo says nothing when it was aborted before its start', async () => {
    const { clock, parts, over } = await ask('Hello?', AbortSignal.abort(new Error('stopped')))
    await expect(over).rejects.toThrow('stopped')
    expect(parts).toEqual([])
    expect(clock.pending).toBe(0)
  })

  test('the demo leaves no timer when its reader drops it, nor when it is aborted after that', async () => {
    const abort = new AbortController()
    const { clock, reader } = await ask('Hello?', abort.signal)
    await clock.advance(100)
    await reader.cancel()
    expect(clock.pending).toBe(0)
    abort.abort()
    await clock.advance(1_000)
    expect(clock.pending).toBe(0)
  })
})
