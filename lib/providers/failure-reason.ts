import type { ReasonOf } from '@/lib/contract/end-reason'

type Reason = ReasonOf<'failed'>

/** What a vendor says of a failure, in whichever of its fields. */
export type VendorWords = {
  status?: number | undefined
  code?: string | undefined
  type?: string | undefined
  message?: string | undefined
}

/** `error.code` and `error.type` of OpenAI, Anthropic, DeepSeek and who speaks like them. */
const reasonOfWord: Readonly<Record<string, Reason>> = {
  insufficient_quota: 'provider_quota',
  billing_error: 'provider_quota',
  context_length_exceeded: 'context_too_long',
  exceed_context_size_error: 'context_too_long',
  request_too_large: 'context_too_long',
  model_not_found: 'model_not_found',
  not_found_error: 'model_not_found',
  invalid_api_key: 'provider_auth',
  authentication_error: 'provider_auth',
  permission_error: 'provider_auth',
  content_filter: 'provider_filtered',
  content_policy_violation: 'provider_filtered',
  rate_limit_exceeded: 'provider_rate_limit',
  rate_limit_error: 'provider_rate_limit',
  overloaded_error: 'provider_overloaded',
  service_unavailable_error: 'provider_overloaded',
}

/** What some say only in a sentence: Anthropic of credit and length, DeepSeek and vLLM of length. */
const reasonOfSentence: readonly [RegExp, Reason][] = [
  [/credit balance is too low|insufficient balance/i, 'provider_quota'],
  [
    /prompt is too long|maximum context length|exceeds? (the )?(available )?context/i,
    'context_too_long',
  ],
  [/model ["'].+["'] not found/i, 'model_not_found'],
]

const reasonOfStatus: Readonly<Record<number, Reason>> = {
  401: 'provider_auth',
  402: 'provider_quota',
  403: 'provider_auth',
  404: 'model_not_found',
  413: 'context_too_long',
  429: 'provider_rate_limit',
  503: 'provider_overloaded',
  529: 'provider_overloaded',
}

/** Sorts a failure: a vendor's own word says more than its sentence, and that more than a status. */
export function failureReason({
  status = 0,
  code = '',
  type = '',
  message = '',
}: VendorWords): Reason {
  return (
    wordIn(code) ??
    wordIn(type) ??
    reasonOfSentence.find(([sentence]) => sentence.test(message))?.[1] ??
    reasonOfStatus[status] ??
    'provider_error'
  )
}

function wordIn(word: string): Reason | undefined {
  return Object.hasOwn(reasonOfWord, word) ? reasonOfWord[word] : undefined
}
