import { expect, it } from 'vitest'
import { makePlan } from './make-plan'

const plans = Array.from({ length: 200 }, (_, index) => makePlan(index + 1))

it('the same seed makes the same plan', () => {
  expect(plans.map(({ seed }) => makePlan(seed))).toEqual(plans)
})

it('200 plans contain everything that can get in the way of a stop', () => {
  const stops = plans.flatMap(({ stop, afterwards }) =>
    afterwards.kind === 'nothing' ? [stop] : [stop, afterwards.stop],
  )
  const kindsOf = (found: { kind: string }[]) => new Set(found.map(({ kind }) => kind))
  expect(kindsOf(stops.flatMap(({ cancels }) => cancels)).size).toBe(7)
  expect(kindsOf(stops.flatMap(({ outage }) => outage ?? [])).size).toBe(3)
  expect(kindsOf(stops.flatMap(({ steps }) => steps)).size).toBe(6)
  expect(new Set(stops.map(({ by }) => by)).size).toBe(4)
  expect(kindsOf(plans.map(({ afterwards }) => afterwards)).size).toBe(3)
  for (const has of [
    plans.some(({ sendDelay }) => sendDelay > 0),
    plans.some(({ endsAfter }) => endsAfter !== undefined),
    plans.some(({ tabs }) => tabs === 2),
    plans.some(({ device }) => device),
  ]) {
    expect(has).toBe(true)
  }
})
