/** A pattern for LIKE, whose escape character is the backslash: any text that has this one in it. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`
}
