import type { CancelFault } from '../harness/network/cancel-fault'
import type { PlannedStop, Step, StopPlan } from './plan'

/** A plan in one line, for the engineer who must find out what went wrong. */
export function describePlan(plan: StopPlan): string {
  const { sendDelay, endsAfter, tabs, device, stop, afterwards } = plan
  return [
    `${tabs} tab${tabs === 1 ? '' : 's'}${device ? ' and a device' : ''}`,
    ...(sendDelay > 0 ? [`question ${sendDelay} ms late`] : []),
    describeStop(stop),
    ...(endsAfter === undefined ? [] : [`ends by itself after ${endsAfter} ms`]),
    ...(afterwards.kind === 'nothing' ? [] : [afterwards.kind, describeStop(afterwards.stop)]),
  ].join('; ')
}

function describeStop({ by, seen, cancels, outage, steps, patience }: PlannedStop): string {
  return [
    `stop by ${by} after ${seen} characters`,
    ...(outage
      ? [`network ${outage.kind} from ${outage.after} for ${outage.milliseconds} ms`]
      : []),
    ...(cancels.length > 0 ? [`cancels: ${cancels.map(describeFault).join(' then ')}`] : []),
    ...steps.map(describeStep),
    ...(patience > 0 ? [`network calm ${patience} ms later`] : []),
  ].join(', ')
}

function describeFault(fault: CancelFault): string {
  switch (fault.kind) {
    case 'delay':
    case 'double':
    case 'overtake':
      return `${fault.kind} ${fault.milliseconds} ms`
    case 'refuse':
      return `${fault.kind} ${fault.status} (Retry-After ${fault.retryAfterSeconds ?? 'none'})`
    case 'pass':
    case 'swallow':
    case 'swallow-answer':
    case 'reset':
      return fault.kind
  }
}

function describeStep(step: Step): string {
  return `after ${step.after} ms ${describeAction(step)}`
}

function describeAction(step: Step): string {
  switch (step.kind) {
    case 'press again':
      return `press again by ${step.by}`
    case 'sleep':
      return `sleep ${step.milliseconds} ms`
    case 'open another':
      return step.kind
    case 'reload':
    case 'close':
    case 'close and open':
      return `${step.kind} ${step.of}`
  }
}
