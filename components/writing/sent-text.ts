/**
 * The typed text as it is sent: without the invisible blanks before and after it. Its first line keeps its
 * indentation, which is part of the meaning in code and outlines.
 */
export function sentText(typed: string): string {
  return typed.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
}
