/**
 * Reads anew each time, and returns what it read before while that says the same: what draws it
 * stands still then.
 */
export function steady<Value>(read: () => Value): () => Value {
  let last: { value: Value; said: string } | undefined
  return () => {
    const value = read()
    const said = JSON.stringify(value)
    if (last?.said !== said) last = { value, said }
    return last.value
  }
}
