import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { readJsonBody } from '../directives/json-body.ts'
import { Refusal } from '../directives/refusal.ts'

type OllamaModel = {
  name: string
  family: string
  contextLength: number
  capabilities: readonly string[]
}

const models: readonly OllamaModel[] = [
  { name: 'fake-local', family: 'llama', contextLength: 8192, capabilities: ['completion'] },
  {
    name: 'fake-thinker:latest',
    family: 'qwen3',
    contextLength: 40_960,
    capabilities: ['completion', 'thinking'],
  },
]

const MODIFIED_AT = '2025-10-09T08:53:20.000000Z'

const showRequestSchema = z.looseObject({ model: z.string() })

/** `GET /api/tags`. */
export async function listOllamaModels(): Promise<object> {
  const listed = models.map((model, index) => ({
    name: model.name,
    model: model.name,
    modified_at: MODIFIED_AT,
    size: 4_661_224_676,
    digest: String(index + 1).repeat(64),
    details: detailsOf(model),
  }))
  return { models: listed }
}

/** `POST /api/show`. @throws Refusal on a model that is not in the list */
export async function showOllamaModel(request: IncomingMessage): Promise<object> {
  const asked = showRequestSchema.safeParse(await readJsonBody(request))
  if (!asked.success) throw new Refusal(400, 'model is required')
  const found = models.find(({ name }) => tagged(name) === tagged(asked.data.model))
  if (!found) throw new Refusal(404, `model '${asked.data.model}' not found`)
  return {
    modelfile: `FROM ${found.name}\n`,
    parameters: 'temperature 0.6',
    template: '{{ .Prompt }}',
    details: detailsOf(found),
    model_info: {
      'general.architecture': found.family,
      'general.parameter_count': 8_030_261_248,
      [`${found.family}.context_length`]: found.contextLength,
    },
    capabilities: found.capabilities,
    modified_at: MODIFIED_AT,
  }
}

/** A name without a tag means the latest. */
function tagged(name: string): string {
  return name.includes(':') ? name : `${name}:latest`
}

function detailsOf({ family }: OllamaModel): object {
  return {
    parent_model: '',
    format: 'gguf',
    family,
    families: [family],
    parameter_size: '8.0B',
    quantization_level: 'Q4_K_M',
  }
}
