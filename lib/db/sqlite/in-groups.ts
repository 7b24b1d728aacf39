type Waiting<Item, Value> = {
  item: Item
  resolve: (value: Value) => void
  reject: (error: unknown) => void
}

/**
 * Commits an item at once, and those that come in the same turn of the event loop together, in one go:
 * many that end at a time must not wait for the disk one by one. Where a group fails each is committed
 * for itself, so that it fails alone. `commit` gives a value for each item, in their order.
 */
export function inGroups<Item, Value>(
  commit: (items: readonly Item[]) => readonly Value[],
): (item: Item) => Promise<Value> {
  /** Those that have come since the last commit; undefined in a turn without one. */
  let group: Waiting<Item, Value>[] | undefined

  function collect(): void {
    group = []
    setImmediate(() => {
      const waiting = group ?? []
      group = undefined
      if (waiting.length === 0) return
      collect()
      settle(waiting)
    })
  }

  function settle(waiting: readonly Waiting<Item, Value>[]): void {
    try {
      const values = commit(waiting.map(({ item }) => item))
      for (const [index, { resolve }] of waiting.entries()) resolve(valueAt(values, index))
    } catch (error) {
      const [first, ...others] = waiting
      if (others.length === 0) first?.reject(error)
      else for (const one of waiting) settle([one])
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const one = { item, resolve, reject }
      if (group) {
        group.push(one)
      } else {
        collect()
        settle([one])
      }
    })
}

function valueAt<Value>(values: readonly Value[], index: number): Value {
  if (index >= values.length) throw new Error('a commit gave too few values')
  // There is one, be it undefined.
  return values[index] as Value
}
