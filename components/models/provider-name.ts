const names = new Map([
  ['openai', 'OpenAI'],
  ['anthropic', 'Anthropic'],
  ['deepseek', 'DeepSeek'],
  ['ollama', 'Ollama'],
  ['compatible', 'OpenAI-compatible'],
  ['demo', 'Demo'],
])

/** The name of a provider on the page. A provider that the operator named keeps that name. */
export function providerName(provider: string): string {
  return names.get(provider) ?? provider
}
