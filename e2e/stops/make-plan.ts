import { SeededRandom } from '../chaos/plan/random'
import type { CancelFault } from '../harness/network/cancel-fault'
import type { Outage, PlannedStop, Step, StopPlan } from './plan'

/** The same seed makes the same plan. */
export function makePlan(seed: number): StopPlan {
  const random = new SeededRandom(seed)
  const plan: StopPlan = {
    seed,
    text: random.chance(0.15) ? 'emoji' : 'numbered',
    rate: random.integer(20, 60),
    sendDelay: 0,
    endsAfter: undefined,
    tabs: random.chance(0.35) ? 2 : 1,
    device: random.chance(0.15),
    stop: makeStop(random),
    afterwards: { kind: 'nothing' },
  }
  const scene = random.integer(1, 20)
  if (scene <= 3) return endsMeanwhile(plan, random)
  if (scene <= 5) return beforeItsSend(plan, random)
  if (scene <= 12) return goesOn(plan, random)
  return plan
}

/** The answer is complete before its stop gets through. */
function endsMeanwhile(plan: StopPlan, random: SeededRandom): StopPlan {
  const endsAfter = random.integer(0, 800)
  const outage: Outage = {
    after: -random.integer(20, 200),
    kind: random.pick(['reset', 'hang', 'offline']),
    milliseconds: endsAfter + random.integer(1_000, 2_500),
  }
  return { ...plan, text: 'numbered', endsAfter, stop: { ...plan.stop, outage } }
}

/** The stop overtakes the question. */
function beforeItsSend(plan: StopPlan, random: SeededRandom): StopPlan {
  return {
    ...plan,
    sendDelay: random.integer(200, 1_500),
    tabs: 1,
    device: false,
    stop: {
      ...plan.stop,
      seen: 0,
      by: random.pick(['button', 'escape', 'composer']),
      tab: 0,
      // Without a network the question fails, and there is nothing to stop.
      outage: undefined,
    },
  }
}

/** After the stop the person goes on, and mostly the first cancel arrives late or a second time. */
function goesOn(plan: StopPlan, random: SeededRandom): StopPlan {
  const late: CancelFault = random.chance(0.6)
    ? { kind: 'double', milliseconds: random.integer(500, 4_000) }
    : { kind: 'delay', milliseconds: random.integer(4_300, 6_000) }
  const { cancels, steps } = plan.stop
  const isLate = random.chance(0.75)
  return {
    ...plan,
    stop: isLate
      ? {
          ...plan.stop,
          cancels: [...cancels.slice(0, random.pick([0, 0, 1])), late],
          outage: undefined,
          steps: steps.slice(0, 1),
          patience: 0,
        }
      : plan.stop,
    afterwards: {
      kind: random.chance(0.7) ? 'continue' : 'regenerate',
      stop: shortened(makeStop(random), random),
    },
  }
}

/** Fewer cancels and less patience, so that a history with two stops is not twice as long. */
function shortened(stop: PlannedStop, random: SeededRandom): PlannedStop {
  return { ...stop, cancels: stop.cancels.slice(0, 1), patience: random.integer(0, 500) }
}

function makeStop(random: SeededRandom): PlannedStop {
  return {
    seen: random.integer(1, 160),
    by: random.pick(['button', 'button', 'escape', 'composer', 'chat list']),
    tab: random.pick([0, 0, 1]),
    cancels: Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => makeCancelFault(random)),
    outage: random.chance(0.35) ? makeOutage(random) : undefined,
    steps: Array.from({ length: random.pick([0, 1, 1, 2]) }, () => makeStep(random)),
    patience: random.pick([0, 0, 200, 800, 2_000]),
  }
}

function makeCancelFault(random: SeededRandom): CancelFault {
  return random.pick<CancelFault>([
    { kind: 'swallow' },
    { kind: 'swallow' },
    { kind: 'swallow-answer' },
    { kind: 'delay', milliseconds: random.integer(100, 6_000) },
    { kind: 'double', milliseconds: random.integer(0, 3_500) },
    { kind: 'overtake', milliseconds: random.integer(500, 5_000) },
    {
      kind: 'refuse',
      status: random.pick([502, 503]),
      retryAfterSeconds: random.pick([undefined, 1, 2]),
    },
    { kind: 'reset' },
  ])
}

function makeOutage(random: SeededRandom): Outage {
  return {
    after: random.integer(-300, 300),
    kind: random.pick(['reset', 'hang', 'offline']),
    milliseconds: random.integer(300, 2_500),
  }
}

function makeStep(random: SeededRandom): Step {
  const after = random.pick([0, 30, 150, 500])
  const of = random.pick(['presser', 'presser', 'all', 'other'] as const)
  return random.pick<Step>([
    { kind: 'press again', after, by: random.pick(['escape', 'composer', 'try now']) },
    { kind: 'press again', after, by: random.pick(['escape', 'composer', 'try now']) },
    { kind: 'reload', after, of },
    { kind: 'reload', after, of },
    { kind: 'close', after, of },
    { kind: 'close and open', after, of },
    { kind: 'open another', after },
    { kind: 'sleep', after, milliseconds: random.integer(300, 2_000) },
  ])
}
