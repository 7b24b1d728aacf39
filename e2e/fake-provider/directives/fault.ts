import type { Script } from './directive.ts'

/** A fault after this many tokens. All but garbage end the answer. */
export type Fault = { kind: 'cut' | 'silent' | 'end' | 'error' | 'garbage'; after: number }

/** A script's faults in the order in which they happen. */
export function faultsOf(script: Script): Fault[] {
  const faults = [
    { kind: 'garbage', after: script.garbageAfter },
    { kind: 'error', after: script.errorAfter },
    { kind: 'cut', after: script.cutAfter },
    { kind: 'end', after: script.endAfter },
    { kind: 'silent', after: script.silentAfter },
  ] as const
  return faults
    .flatMap(({ kind, after }) => (after === undefined ? [] : [{ kind, after }]))
    .sort((one, other) => one.after - other.after)
}
