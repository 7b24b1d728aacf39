import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { callModel } from '@/lib/providers/call/call-model'
import { createModelRegistry } from '@/lib/providers/models/registry'

const bodySchema = z.looseObject({
  reasoning: z.looseObject({ summary: z.string().optional() }).optional(),
})

/** OpenAI towards an unverified organisation; `asked` notes the summary that each call asks for. */
async function startStrictVendor(message: string) {
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const summary = bodySchema.parse(JSON.parse(body)).reasoning?.summary
      asked.push(summary)
      response.statusCode = summary === undefined ? 200 : 400
      if (summary === undefined) {
        response.setHeader('content-type', 'text/event-stream')
        response.end('data: [DONE]\n\n')
      } else {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ error: { message, type: 'x', param: null, code: 'y' } }))
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const warned: unknown[] = []
  const config = readConfig({
    OPENAI_API_KEY: 'k',
    OPENAI_MODELS: 'gpt-5.4-mini',
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
  })
  const log = { ...createLog('silent'), warn: (facts: unknown) => void warned.push(facts) }
  const model = createModelRegistry(config, log).find('openai/gpt-5.4-mini')
  if (!model) throw new Error('this model is configured')
  const ask = () =>
    callModel(new AbortController().signal, (abortSignal) =>
      model.languageModel.doStream({
        ...model.callOptions({}),
        abortSignal,
        prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      }),
    ).answer
  return { asked, warned, ask, host: `127.0.0.1:${port}` }
}

const unverified = 'Your organization must be verified to generate reasoning summaries.'

test('a call that is refused for its summary is made again without one, as are the next ones', async () => {
  const { asked, warned, ask, host } = await startStrictVendor(unverified)
  await ask()
  expect(asked).toEqual(['auto', undefined])
  await ask()
  expect(asked).toEqual(['auto', undefined, undefined])
  const call = { status: 400, code: 'y', type: 'x', host, path: '/v1/responses' }
  expect(warned).toEqual([{ model: 'openai/gpt-5.4-mini', ...call }])
})

test('a call that is refused for something else is not made again', async () => {
  const { asked, ask } = await startStrictVendor('Something else is wrong.')
  await expect(ask()).rejects.toThrow('Something else is wrong.')
  expect(asked).toEqual(['auto'])
})
