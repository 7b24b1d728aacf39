import type { Problem } from './wire.ts'

const messageOfStatus: Record<number, string> = {
  400: 'invalid request',
  401: 'unauthorized',
  403: 'forbidden',
  429: 'too many requests',
  503: 'server busy, please try again.  maximum pending requests exceeded',
}

const typeOfStatus: Record<number, string> = {
  400: 'invalid_request_error',
  404: 'not_found_error',
}

/**
 * The body of an error of Ollama's OpenAI-compatible wire: a sentence, a type, and no code.
 * @see https://docs.ollama.com/openai
 */
export function ollamaErrorBody({ status, code, message, model = '' }: Problem): object {
  const reason = code === undefined ? '' : ` (${code})`
  return {
    error: {
      message: message ?? sentence(status, model) + reason,
      type: typeOfStatus[status] ?? 'api_error',
      param: null,
      code: null,
    },
  }
}

function sentence(status: number, model: string): string {
  if (status === 404) return `model "${model}" not found, try pulling it first`
  return messageOfStatus[status] ?? 'llama runner process has terminated: exit status 2'
}
