/** The entries that have every typed word in their title or among their other words. Pure. */
export function matching<Named extends { title: string; words?: string }>(
  all: readonly Named[],
  typed: string,
): Named[] {
  const wanted = plain(typed)
    .split(/\s+/)
    .filter((word) => word !== '')
  return all.filter(({ title, words = '' }) => {
    const text = plain(`${title} ${words}`)
    return wanted.every((word) => text.includes(word))
  })
}

/** Leaves out capitals and marks on letters, which a person in a hurry does not type. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
}
