/** A browser's storage for one test; a `full` one refuses every write. */
export function createMemoryStorage({ full = false } = {}): Storage {
  const entries = new Map<string, string>()
  return {
    get length() {
      return entries.size
    },
    clear: () => {
      entries.clear()
    },
    getItem: (key) => entries.get(key) ?? null,
    key: (index) => [...entries.keys()][index] ?? null,
    removeItem: (key) => {
      entries.delete(key)
    },
    setItem: (key, value) => {
      if (full) throw new Error('full')
      entries.set(key, value)
    },
  }
}
