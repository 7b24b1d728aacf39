import type { ReasonOf } from '@/lib/contract/end-reason'
import type { VendorWords } from './vendor-words'

type Reason = ReasonOf<'failed'>

/** The meaning of a failure: a reason, or one of two causes that are handled on their own. */
export type FailureCause = Reason | 'wrong_address' | 'model_loading'

/** Codes and types of errors, in lower case: those that vendors document, and others that they send. */
const causeOfName: Readonly<Record<string, FailureCause>> = {
  insufficient_quota: 'provider_quota',
  exceeded_current_quota_error: 'provider_quota',
  billing_error: 'provider_quota',
  context_length_exceeded: 'context_too_long',
  exceed_context_size_error: 'context_too_long',
  request_too_large: 'context_too_long',
  model_not_found: 'model_not_found',
  not_found_error: 'model_not_found',
  deploymentnotfound: 'model_not_found',
  invalid_model: 'model_not_found',
  unknown_url: 'wrong_address',
  invalid_api_key: 'provider_auth',
  api_key_invalid: 'provider_auth',
  authentication_error: 'provider_auth',
  permission_error: 'provider_auth',
  content_filter: 'provider_filtered',
  contentfilter: 'provider_filtered',
  content_policy_violation: 'provider_filtered',
  data_inspection_failed: 'provider_filtered',
  datainspectionfailed: 'provider_filtered',
  moderation: 'provider_filtered',
  rate_limit_exceeded: 'provider_rate_limit',
  rate_limit_error: 'provider_rate_limit',
  resource_exhausted: 'provider_rate_limit',
  overloaded_error: 'provider_overloaded',
  service_unavailable_error: 'provider_overloaded',
}

/**
 * Causes that many vendors tell only in a sentence, under a name that says nothing. The order matters:
 * a sentence about a filter may mention a prompt, and one about a key may mention a model.
 */
const causeOfSentence: readonly [RegExp, FailureCause][] = [
  [
    /credit balance is too low|insufficient (balance|credits?|funds|quota)|all available credits|out of credits|requires more credits|(billing|spending) (hard )?limit/i,
    'provider_quota',
  ],
  [
    /(incorrect|invalid|unknown|expired|missing|no) api[ _-]?key|api[ _-]?key (is |was )?(not valid|invalid|incorrect|expired|missing|not found)/i,
    'provider_auth',
  ],
  [
    /content (filter|exists risk|management policy|moderation|violates)|flagged|blocked by .{0,40}(polic|safety|filter)|inappropriate content|usage guidelines/i,
    'provider_filtered',
  ],
  [/loading model|model .{0,200}is (currently |still )?(loading|being loaded)/i, 'model_loading'],
  [
    /(prompt|input) is too (long|large)|(max|maximum|model's|model’s) (context|prompt|input|sequence)( length| size| window)|exceeds? (the |your |this )?(model['’]?s? )?(available |maximum )?(context|prompt length|input length|number of (input )?tokens|max length)|context (size|length|window) (has been |was |is )?exceeded|context the overflows|too many (input |prompt )?tokens|must have less than \d+ tokens|reduce the length of (the|your)/i,
    'context_too_long',
  ],
  [
    /model ["'].+["'] not found|model not exist|not a valid model|(invalid|unknown|no such) model|no endpoints found/i,
    'model_not_found',
  ],
  [/unexpected endpoint|invalid url|no route/i, 'wrong_address'],
  [/overloaded|(at|over|no|out of) capacity|server (is )?busy/i, 'provider_overloaded'],
]

const causeOfStatus: Readonly<Record<number, FailureCause>> = {
  401: 'provider_auth',
  402: 'provider_quota',
  403: 'provider_auth',
  413: 'context_too_long',
  429: 'provider_rate_limit',
  503: 'provider_overloaded',
  529: 'provider_overloaded',
}

/**
 * The meaning of a failure: the vendor's own name for it says more than a sentence, and a sentence
 * says more than the status.
 */
export function failureCause({ status = 0, names, sentences }: VendorWords): FailureCause {
  return (
    causeOfNames(names, sentences) ??
    causeOfSentence.find(([pattern]) => sentences.some((said) => pattern.test(said)))?.[1] ??
    causeOfStatus[status] ??
    (status === 404 ? notFound(sentences) : 'provider_error')
  )
}

function causeOfNames(names: readonly string[], sentences: readonly string[]) {
  const saysNothing = sentences.every((said) => /^(404 )?(page )?not found\.?$/i.test(said))
  for (const name of names.map((value) => value.toLowerCase())) {
    // Anthropic has this name for a wrong model and for a wrong path.
    if (name === 'not_found_error' && saysNothing) continue
    if (Object.hasOwn(causeOfName, name)) return causeOfName[name]
  }
  return undefined
}

/** A path does not speak of the model: `/v1/models/…` is the address. */
function notFound(sentences: readonly string[]): FailureCause {
  const speaksOfModel = sentences.some((said) =>
    /\b(model|deployment)/i.test(said.replaceAll(/(^|\s)\(?\/\S*/g, ' ')),
  )
  return speaksOfModel ? 'model_not_found' : 'wrong_address'
}
