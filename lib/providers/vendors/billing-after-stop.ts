/**
 * Which vendors stop charging when a call is closed midway, as OpenRouter lists them in its
 * documentation (openrouter.ai/docs/api-reference/streaming, "Stream Cancellation"), by their hosts.
 */
const stopsByDomain: Readonly<Record<string, boolean>> = {
  'openai.com': true,
  'openai.azure.com': true,
  'anthropic.com': true,
  'deepseek.com': true,
  'fireworks.ai': true,
  'novita.ai': true,
  'deepinfra.com': true,
  'together.xyz': true,
  'cohere.com': true,
  'cohere.ai': true,
  'hyperbolic.xyz': true,
  'infermatic.ai': true,
  'x.ai': true,
  'cloudflare.com': true,
  'friendli.ai': true,
  'chutes.ai': true,
  'amazonaws.com': false,
  'groq.com': false,
  'googleapis.com': false,
  'minimax.io': false,
  'huggingface.co': false,
  'replicate.com': false,
  'perplexity.ai': false,
  'mistral.ai': false,
  'ai21.com': false,
  'featherless.ai': false,
  'sambanova.ai': false,
  'aliyuncs.com': false,
  'nebius.ai': false,
  'nebius.com': false,
}

/** Whether the vendor at this address stops charging when its call is closed; `unknown` for most. */
export function stopsBillingWithCall(baseUrl: string): boolean | 'unknown' {
  const { hostname } = new URL(baseUrl)
  const known = Object.entries(stopsByDomain).find(
    ([domain]) => hostname === domain || hostname.endsWith(`.${domain}`),
  )
  return known ? known[1] : 'unknown'
}
