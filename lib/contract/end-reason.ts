/** The state of a message or a stream session at this moment. */
export type Status = 'active' | 'completed' | 'cancelled' | 'failed' | 'interrupted'

/** Every status but `active`: the ways to end. */
export type EndStatus = Exclude<Status, 'active'>

/** Why a stream ended, and the status that follows from it: one list, so the two cannot disagree. */
export const statusOfEndReason = {
  stop: 'completed',
  length: 'completed',
  content_filter: 'completed',
  user: 'cancelled',
  disconnect: 'cancelled',
  superseded: 'cancelled',
  capacity: 'cancelled',
  budget: 'cancelled',
  deleted: 'cancelled',
  provider_auth: 'failed',
  provider_rate_limit: 'failed',
  provider_quota: 'failed',
  provider_overloaded: 'failed',
  provider_unreachable: 'failed',
  provider_protocol: 'failed',
  provider_filtered: 'failed',
  provider_error: 'failed',
  model_not_found: 'failed',
  context_too_long: 'failed',
  timeout_first_token: 'failed',
  timeout_stall: 'failed',
  timeout_total: 'failed',
  internal_error: 'failed',
  shutdown: 'interrupted',
  crash: 'interrupted',
} as const satisfies Record<string, EndStatus>

export type EndReason = keyof typeof statusOfEndReason

/** The reasons that lead to one status, as a type: `ReasonOf<'failed'>`. */
export type ReasonOf<S extends EndStatus> = {
  [Reason in EndReason]: (typeof statusOfEndReason)[Reason] extends S ? Reason : never
}[EndReason]
