import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import * as zlib from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { localVendors, modelAt, startVendor, type LocalVendor } from '@/lib/testing/local-vendor'
import { streamHarness } from '@/lib/testing/stream-harness'
import { answerOf, linesOf } from '@/lib/testing/wire-harness'

const compressors = {
  gzip: () => zlib.createGzip(),
  'X-GZIP': () => zlib.createGzip(),
  br: () => zlib.createBrotliCompress(),
  deflate: () => zlib.createDeflate(),
} as const

const encodings = Object.keys(compressors) as (keyof typeof compressors)[]

/** A vendor that compresses its answer, and flushes after each piece. */
async function startCompressing(
  encoding: keyof typeof compressors,
  send: (say: (text: string) => Promise<void>, response: ServerResponse) => Promise<void>,
): Promise<string> {
  return startVendor((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': encoding })
    const compressor = compressors[encoding]()
    compressor.pipe(response)
    const say = (text: string) =>
      new Promise<void>((flushed) => {
        compressor.write(text, () => {
          compressor.flush(() => {
            flushed()
          })
        })
      })
    void send(say, response).then(() => compressor.end())
  })
}

const delta = (content: string) => ({ choices: [{ index: 0, delta: { content } }] })
const finish = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const usage = { usage: { prompt_tokens: 7, completion_tokens: 3 } }
const chat = { say: delta, ends: `${linesOf(finish, usage)}data: [DONE]\n\n` }
const wires: Record<LocalVendor, { say: (text: string) => object; ends: string }> = {
  chat,
  compatible: chat,
  deepseek: chat,
  ollama: chat,
  anthropic: {
    say: (text) => ({ type: 'content_block_delta', delta: { type: 'text_delta', text } }),
    ends: linesOf(
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } },
      { type: 'message_delta', delta: {}, usage: { input_tokens: 7 } },
      { type: 'message_stop' },
    ),
  },
  responses: {
    say: (text) => ({ type: 'response.output_text.delta', item_id: 'i', delta: text }),
    ends: linesOf({
      type: 'response.completed',
      response: { status: 'completed', usage: { input_tokens: 7, output_tokens: 3 } },
    }),
  },
}

const whole = {
  status: 'completed',
  endReason: 'stop',
  parts: [{ type: 'text', text: 'Hello, you: 👋é' }],
  usage: { inputTokens: 7, outputTokens: 3, estimated: false },
}

describe.each(localVendors)('R26 a compressed answer over the wire %s', (vendor) => {
  const { say, ends } = wires[vendor]

  test.each(encodings)('an answer in %s is read like any other', async (encoding) => {
    const baseUrl = await startCompressing(encoding, async (write) => {
      await write('event: ping\ndata: {"type":"ping"}\n\n')
      await write(linesOf({ type: 'unknown' }, say('Hello, ')))
      await write(linesOf(say('you: 👋é')) + ends)
    })
    expect((await answerOf(modelAt(baseUrl, vendor))).answer).toMatchObject(whole)
  })

  test('the answer is whole when its connection stays open', async () => {
    const baseUrl = await startCompressing('gzip', async (write) => {
      await write(linesOf(say('Hello, you: 👋é')) + ends)
      await new Promise(() => {})
    })
    const begun = Date.now()
    expect((await answerOf(modelAt(baseUrl, vendor))).answer).toMatchObject(whole)
    expect(Date.now() - begun).toBeLessThan(2_000)
  })

  test('the answer is whole when its connection is reset after the end', async () => {
    const { answering, response } = await answerWithText(
      vendor,
      linesOf(say('Hello, you: 👋é')) + ends,
    )
    // The text has come, and so has the end in the same piece.
    response.destroy()
    const { database, manager } = answering
    await expect.poll(() => manager.isActive('a')).toBe(false)
    expect(await database.streams.findAnswer('a')).toMatchObject(whole)
  })

  test('P1 P3 an answer that is stopped midway is closed at once, and keeps its text so far', async () => {
    const { answering, response } = await answerWithText(vendor, linesOf(say('Hello, ')))
    const closed = once(response, 'close')
    const outcome = await answering.manager.cancel('ada', 'a', { reason: 'user' })
    expect(outcome).toMatchObject({ outcome: 'cancelled', text: 'Hello, ' })
    await closed
  })
})

/** An answer that has brought these bytes, and whose connection is open. */
async function answerWithText(vendor: LocalVendor, bytes: string) {
  const responding = Promise.withResolvers<ServerResponse>()
  const baseUrl = await startCompressing('br', async (write, response) => {
    responding.resolve(response)
    await write(bytes)
    await new Promise(() => {})
  })
  const answering = streamHarness()
  const model = modelAt(baseUrl, vendor)
  const { record } = await answering.start('a', {
    openProvider: (abortSignal) => model.languageModel.doStream({ abortSignal, prompt: [] }),
  })
  const feed = await answering.manager.follow(record)
  for (let events = await feed.read(); events; events = await feed.read()) {
    if (events.some(({ chunk }) => chunk.type === 'text-delta')) break
  }
  return { answering, response: await responding.promise }
}

test('R26 a compressed refusal is read, too', async () => {
  const baseUrl = await startVendor((_, response) => {
    response.writeHead(400, { 'content-encoding': 'gzip' })
    response.end(zlib.gzipSync(JSON.stringify({ error: { code: 'context_length_exceeded' } })))
  })
  const { answer } = await answerOf(modelAt(baseUrl, 'compatible'))
  expect(answer).toMatchObject({ endReason: 'context_too_long' })
})

test('P11 a line without an end that compresses to few bytes ends the answer', async () => {
  const baseUrl = await startCompressing('gzip', async (write) => {
    await write(linesOf(delta('Hello, ')))
    await write(`data: {"x":"${'x'.repeat(20_000_000)}`)
    await new Promise(() => {})
  })
  const { answer } = await answerOf(modelAt(baseUrl, 'compatible'))
  expect(answer).toMatchObject({ endReason: 'provider_protocol', parts: [{ text: 'Hello, ' }] })
})
