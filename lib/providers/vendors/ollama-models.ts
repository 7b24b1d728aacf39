import type { Log } from '@/lib/platform/log'
import type { ProviderModel } from '@/lib/providers/call/provider'
import { ProviderCall } from '@/lib/providers/call/provider-call'
import { providerFetch } from '@/lib/providers/call/provider-fetch'
import { nameOf } from '@/lib/providers/errors/failed-call'
import { fieldsOf, listIn, textIn, type Fields } from '@/lib/providers/wires/json-fields'

/** How long Ollama may take to tell the facts of one model, in milliseconds. */
const SHOW_MS = 2_000

/** The facts of each model, by its digest: the same bytes have the same abilities tomorrow. */
const known = new Map<string, Facts>()

/** The models whose facts could not be read, by address and name: each is one line of the log. */
const unknown = new Set<string>()

type Facts = { capabilities: readonly unknown[]; info: Fields }

/**
 * The models that can chat, from `GET /api/tags` and `POST /api/show` (docs.ollama.com/api). A model
 * whose facts cannot be read is listed without them.
 * @throws when Ollama cannot be reached, or answers something else
 */
export async function listOllamaModels(
  api: string,
  signal: AbortSignal,
  log: Log,
): Promise<ProviderModel[]> {
  const tags = fieldsOf(await ask(`${api}/tags`, signal))
  // Ollama says null if there are none.
  if (!tags || !(Array.isArray(tags['models']) || tags['models'] === null)) {
    throw new TypeError('these are no models')
  }
  const models = listIn(tags['models']).flatMap((model) => {
    const { name, digest } = fieldsOf(model) ?? {}
    return textIn(name) === '' ? [] : [{ name: textIn(name), digest: textIn(digest) }]
  })
  const described = await Promise.all(
    models.map(async ({ name, digest }) => ({
      name,
      facts: known.get(digest) ?? (await factsOf(name, digest, api, log)),
    })),
  )
  return described
    .filter(({ facts }) => facts?.capabilities.includes('completion') ?? true)
    .map(({ name, facts }) => modelOf(name, facts))
}

async function factsOf(
  name: string,
  digest: string,
  api: string,
  log: Log,
): Promise<Facts | undefined> {
  const call = new ProviderCall(AbortSignal.timeout(SHOW_MS))
  const place = `${api} ${name}`
  try {
    const shown = fieldsOf(await call.run(() => ask(`${api}/show`, call.signal, { model: name })))
    if (!shown) throw new TypeError('these are no facts')
    const { capabilities, model_info: info } = shown
    const facts = {
      // Older versions of Ollama tell no capabilities, and have no other models.
      capabilities: Array.isArray(capabilities) ? capabilities : ['completion'],
      info: fieldsOf(info) ?? {},
    }
    if (digest !== '') known.set(digest, facts)
    unknown.delete(place)
    return facts
  } catch (error) {
    if (!unknown.has(place)) {
      const failed = { ...call.failureBy(error), error: nameOf(error) }
      log.warn(
        { provider: 'ollama', model: name, ...failed },
        'a model is listed without its facts',
      )
    }
    unknown.add(place)
    return undefined
  }
}

function modelOf(name: string, facts: Facts | undefined): ProviderModel {
  const contextWindow = Object.entries(facts?.info ?? {}).find(([key]) =>
    key.endsWith('.context_length'),
  )?.[1]
  return {
    name,
    title: name.replace(/:latest$/, ''),
    ...(typeof contextWindow === 'number' && { contextWindow }),
    // The model can be asked to think or not; how hard it thinks is up to it.
    ...(facts?.capabilities.includes('thinking') && {
      reasoning: true,
      efforts: ['none', 'medium'],
    }),
  }
}

async function ask(address: string, signal: AbortSignal, body?: unknown): Promise<unknown> {
  const response = await providerFetch(address, {
    signal,
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`${new URL(address).pathname}: ${response.status}`)
  }
  return response.json()
}
