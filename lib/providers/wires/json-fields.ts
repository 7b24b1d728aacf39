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

/** How many counts are kept, and the longest name of one: vendors report some ten, in short words. */
const MOST_COUNTS = 64
const LONGEST_NAME = 100

/** The numbers in an object, also those in one level of groups; undefined if there are none. */
export function countsIn(value: unknown, levels = 1): Counts | undefined {
  const counts: Counts = {}
  let kept = 0
  for (const [name, field] of Object.entries(fieldsOf(value) ?? {})) {
    if (kept === MOST_COUNTS) break
    const count = typeof field === 'number' ? field : levels > 0 && countsIn(field, levels - 1)
    if (count === false || count === undefined || name.length > LONGEST_NAME) continue
    counts[name] = count
    kept += 1
  }
  return kept === 0 ? undefined : counts
}

/** The counts so far, with those of a later report in their place. */
export function mergeCounts(counts: Counts | undefined, later: Counts): Counts {
  const merged = { ...counts }
  let room = MOST_COUNTS - Object.keys(merged).length
  for (const [name, count] of Object.entries(later)) {
    const isKnown = Object.hasOwn(merged, name)
    if (!isKnown && room === 0) continue
    merged[name] = count
    if (!isKnown) room -= 1
  }
  return merged
}
