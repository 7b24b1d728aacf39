/** Links and footnotes that are defined apart from their use. */
const DEFINITION = /^ {0,3}\[([^\]\n]+)\]:/gm
const LABEL = /\[([^[\]\n]+)\]/g

/** The labels of the lines in a text that look like definitions. */
export function labelsDefinedIn(text: string): string[] {
  return Array.from(text.matchAll(DEFINITION), ([, label = '']) => normalized(label))
}

/** Whether one of these labels is in a text more often than it is defined: the text may refer to it. */
export function refersTo(labels: readonly string[], text: string): boolean {
  const more = new Map<string, number>()
  for (const label of labels) more.set(label, (more.get(label) ?? 0) - 1)
  for (const [, found = ''] of text.matchAll(LABEL)) {
    const label = normalized(found)
    const count = more.get(label)
    if (count === 0) return true
    if (count !== undefined) more.set(label, count + 1)
  }
  return false
}

function normalized(label: string): string {
  return label.trim().replaceAll(/\s+/g, ' ').toLowerCase()
}
