import type { Problem } from './wire.ts'

const messageOfStatus: Record<number, string> = {
  400: 'invalid request',
  401: 'unauthorized',
  403: 'forbidden',
  429: 'too many requests',
  503: 'server busy, please try again.  maximum pending requests exceeded',
}

/** What went wrong while the model was running; a code stands in for the usual reason. */
export function ollamaFailure(code = 'unexpected EOF'): string {
  return `an error was encountered while running the model: ${code}`
}

/**
 * The body of an error response of Ollama: a sentence and no code.
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md
 */
export function ollamaErrorBody({ status, code, message, model = '' }: Problem): object {
  return { error: message ?? sentence(status, model) + (code === undefined ? '' : ` (${code})`) }
}

function sentence(status: number, model: string): string {
  if (status === 404) return `model "${model}" not found, try pulling it first`
  return messageOfStatus[status] ?? 'llama runner process has terminated: exit status 2'
}
