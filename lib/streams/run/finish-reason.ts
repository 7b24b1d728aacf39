import type { LanguageModelV4FinishReason } from '@ai-sdk/provider'
import type { ReasonOf } from '@/lib/contract/end-reason'

type Reason = ReasonOf<'completed' | 'failed'>

/** Vendors' words for the end of an answer, in lower case, and their meaning. */
const reasonOfWord = new Map<string, Reason>([
  // OpenAI and compatible vendors; Gemini writes them in capitals.
  ['stop', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['content_filter', 'content_filter'],
  ['tool_calls', 'stop'],
  ['function_call', 'stop'],
  // OpenAI's responses.
  ['max_output_tokens', 'length'],
  // Anthropic.
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['pause_turn', 'stop'],
  ['tool_use', 'stop'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'content_filter'],
  // Gemini.
  ['safety', 'content_filter'],
  ['recitation', 'content_filter'],
  ['blocklist', 'content_filter'],
  ['prohibited_content', 'content_filter'],
  ['spii', 'content_filter'],
  ['malformed_response', 'provider_protocol'],
  // DeepSeek, when it has no capacity left.
  ['insufficient_system_resource', 'provider_overloaded'],
  // Mistral, Text Generation Inference, Cohere, Z.ai and Bedrock.
  ['model_length', 'length'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['complete', 'stop'],
  ['completed', 'stop'],
  ['error_toxic', 'content_filter'],
  ['sensitive', 'content_filter'],
  ['guardrail_intervened', 'content_filter'],
  ['network_error', 'provider_error'],
  // OpenRouter in the middle of an answer; vLLM and SGLang when their call was broken off.
  ['error', 'provider_error'],
  ['failed', 'provider_error'],
  ['abort', 'provider_protocol'],
  ['cancelled', 'provider_protocol'],
  ['interrupted', 'provider_protocol'],
])

/**
 * How an answer ends when its provider finishes like this. An unknown word counts as a proper end,
 * since the vendor announced one, and is returned as `unknown`. Without any word, the stream just
 * broke off.
 */
export function readFinishReason({ unified, raw = '' }: LanguageModelV4FinishReason): {
  reason: Reason
  unknown?: string
} {
  // The AI SDK also reports this for a refusal in the text, even if the vendor's word is a proper end.
  if (unified === 'content-filter') return { reason: 'content_filter' }
  const known = reasonOfWord.get(raw.toLowerCase())
  if (known) return { reason: known }
  if (unified === 'stop' || unified === 'length') return { reason: unified }
  if (unified === 'error') return { reason: 'provider_error' }
  if (raw.trim() === '') return { reason: 'provider_protocol' }
  return { reason: 'stop', unknown: raw }
}
