/**
 * Reads again each time, but returns the earlier value while the content is the same, so that nothing
 * is drawn again for it.
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
