/** Those that have every one of the words in their title, or among the words given for them. Pure. */
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

/** Without what one does not type when one is in a hurry: capitals and marks on letters. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
}
