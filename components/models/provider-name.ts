const names = new Map([
  ['openai', 'OpenAI'],
  ['anthropic', 'Anthropic'],
  ['deepseek', 'DeepSeek'],
  ['ollama', 'Ollama'],
  ['compatible', 'OpenAI-compatible'],
  ['demo', 'Demo'],
])

/** How a provider is called on the page; one that the operator named keeps that name. */
export function providerName(provider: string): string {
  return names.get(provider) ?? provider
}
