import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { createModelRegistry } from '@/lib/providers/models/registry'
import type { AvailableModel } from '@/lib/providers/models/vendor-models'

/** The configuration of each vendor, the prefix of its variables, and the model that is asked. */
const vendors = {
  responses: [{ OPENAI_API_KEY: 'k', OPENAI_MODELS: 'm' }, 'OPENAI', 'openai/m'],
  chat: [{ OPENAI_API_KEY: 'k', OPENAI_MODELS: 'm', OPENAI_API: 'chat' }, 'OPENAI', 'openai/m'],
  compatible: [{ COMPATIBLE_API_KEY: 'k', COMPATIBLE_MODELS: 'm' }, 'COMPATIBLE', 'compatible/m'],
  deepseek: [{ DEEPSEEK_API_KEY: 'k', DEEPSEEK_MODELS: 'm' }, 'DEEPSEEK', 'deepseek/m'],
  anthropic: [{ ANTHROPIC_API_KEY: 'k', ANTHROPIC_MODELS: 'm' }, 'ANTHROPIC', 'anthropic/m'],
  ollama: [{}, 'OLLAMA', 'ollama/m'],
} as const

/** A vendor by its wire. */
export type LocalVendor = keyof typeof vendors

export const localVendors = Object.keys(vendors) as LocalVendor[]

/** Serves on the loopback until the test ends; resolves with the base URL of a vendor there. */
export async function startVendor(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      answer(request, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

/** The model of a vendor that is configured to be at this address. */
export function modelAt(baseUrl: string, vendor: LocalVendor): AvailableModel {
  const [variables, prefix, modelId] = vendors[vendor]
  const config = readConfig({ ...variables, [`${prefix}_BASE_URL`]: baseUrl })
  const model = createModelRegistry(config, createLog('silent')).find(modelId)
  if (!model) throw new Error(`${modelId} is not there`)
  return model
}

/** A model whose vendor begins to stream and then sends this; after a text the stream ends. */
export async function modelThatSends(
  vendor: LocalVendor,
  send: string | ((to: ServerResponse) => void),
): Promise<AvailableModel> {
  const baseUrl = await startVendor((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    if (typeof send === 'string') response.end(send)
    else send(response)
  })
  return modelAt(baseUrl, vendor)
}

/** The error that a real call to this address throws, or puts into its stream. */
export async function failureFrom(baseUrl: string, vendor: LocalVendor): Promise<unknown> {
  try {
    const call = await modelAt(baseUrl, vendor).languageModel.doStream({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    })
    for await (const part of call.stream) if (part.type === 'error') return part.error
  } catch (error) {
    return error
  }
  throw new Error('the call did not fail')
}
