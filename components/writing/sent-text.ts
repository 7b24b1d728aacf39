/**
 * What is sent of what was typed: without the blanks that one does not see, before it and behind it. Its
 * first line keeps its indentation, which in code and in outlines is part of what is said.
 */
export function sentText(typed: string): string {
  return typed.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
}
