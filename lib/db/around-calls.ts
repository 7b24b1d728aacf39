/** Wraps a call of a store: makes it, once or more often, and gives its result. */
export type AroundCall = <Value>(call: () => Promise<Value>) => Promise<Value>

/** The same store with each of its calls wrapped. All its functions must give a promise. */
export function aroundCalls<Store extends object>(store: Store, around: AroundCall): Store {
  const members = Object.entries(store).map(([name, member]: [string, unknown]) => [
    name,
    isCall(member) ? (...values: unknown[]) => around(() => member.apply(store, values)) : member,
  ])
  // Each member keeps its name, and each call its parameters and its result.
  return Object.fromEntries(members) as Store
}

/** All functions of a store are calls that give a promise. */
function isCall(member: unknown): member is (...values: unknown[]) => Promise<unknown> {
  return typeof member === 'function'
}
