/** An object as it came in JSON: any field may be missing, or be anything. */
export type Fields = Readonly<Record<string, unknown>>

/** The fields of a JSON object; undefined for any other value. */
export function fieldsOf(value: unknown): Fields | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Fields) : undefined
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Counts by their names, as vendors report tokens: some of them in groups. */
export type Counts = { [name: string]: number | Counts }

/** The numbers in an object, also those in one level of groups; undefined if there are none. */
export function countsIn(value: unknown, levels = 1): Counts | undefined {
  const counts: Counts = {}
  for (const [name, field] of Object.entries(fieldsOf(value) ?? {})) {
    const count = typeof field === 'number' ? field : levels > 0 && countsIn(field, levels - 1)
    if (count !== false && count !== undefined) counts[name] = count
  }
  return Object.keys(counts).length === 0 ? undefined : counts
}
