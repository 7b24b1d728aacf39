/** What is done about each call of a store: it makes the call, once or more often, and gives its result. */
export type AroundCall = <Value>(call: () => Promise<Value>) => Promise<Value>

/** The same store, with something around each of its calls. All functions of it must give a promise. */
export function aroundCalls<Store extends object>(store: Store, around: AroundCall): Store {
  const members = Object.entries(store).map(([name, member]: [string, unknown]) => [
    name,
    isCall(member) ? (...values: unknown[]) => around(() => member.apply(store, values)) : member,
  ])
  // Each member stands under its own name, and each call takes and gives what it did.
  return Object.fromEntries(members) as Store
}

/** All functions of a store are calls that give a promise. */
function isCall(member: unknown): member is (...values: unknown[]) => Promise<unknown> {
  return typeof member === 'function'
}
