import { z } from 'zod'
import type { ProviderModel } from './provider'
import { providerFetch } from './provider-fetch'

/** How long Ollama may take to say what it has, in milliseconds. */
const ANSWER_MS = 2_000

const tagsSchema = z.object({
  models: z.array(z.object({ name: z.string(), digest: z.string() })),
})
const showSchema = z.object({
  capabilities: z.array(z.string()).default(['completion']),
  model_info: z.record(z.string(), z.unknown()).default({}),
})

/** What is known of each model, by its digest: the same bytes can do the same tomorrow. */
const known = new Map<string, Facts>()

type Facts = z.infer<typeof showSchema>

/**
 * The models that can chat, from `GET /api/tags` and `POST /api/show` (docs.ollama.com/api).
 * @throws when Ollama cannot be reached, or answers something else
 */
export async function listOllamaModels(api: string): Promise<ProviderModel[]> {
  const { models } = tagsSchema.parse(await ask(`${api}/tags`))
  const described = await Promise.all(
    models.map(async ({ name, digest }) => {
      const facts = known.get(digest) ?? showSchema.parse(await ask(`${api}/show`, { model: name }))
      known.set(digest, facts)
      return { name, facts }
    }),
  )
  return described
    .filter(({ facts }) => facts.capabilities.includes('completion'))
    .map(({ name, facts }) => modelOf(name, facts))
}

function modelOf(name: string, { capabilities, model_info: info }: Facts): ProviderModel {
  const contextWindow = Object.entries(info).find(([key]) => key.endsWith('.context_length'))?.[1]
  return {
    name,
    title: name.replace(/:latest$/, ''),
    ...(typeof contextWindow === 'number' && { contextWindow }),
    // It can be asked to think or not to; how hard is up to the model.
    ...(capabilities.includes('thinking') && { reasoning: true, efforts: ['none', 'medium'] }),
  }
}

async function ask(address: string, body?: unknown): Promise<unknown> {
  const response = await providerFetch(address, {
    signal: AbortSignal.timeout(ANSWER_MS),
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
