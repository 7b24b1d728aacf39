const TAGGED_MARKS = /^<(kbd|sub|sup)>((?:(?![\p{L}\p{N}\s<>])[!-~]|[<>](?=<\/)){1,3})<\/\1>/iu

/** As many characters as the longest pair of tags with marks in it has. */
export const LONGEST_TAGGED_MARKS = '<kbd>***</kbd>'.length

/**
 * Marks in a pair of tags that a text begins with, without the backslashes before them: `<kbd>*</kbd>`
 * names a key, and `<sup>*</sup>` leads to a note. Undefined if it begins otherwise.
 */
export function taggedMarks(
  text: string,
): { length: number; name: string; marks: string } | undefined {
  const [whole, name = '', marks = ''] = TAGGED_MARKS.exec(text) ?? []
  if (whole === undefined) return undefined
  return { length: whole.length, name: name.toLowerCase(), marks: marks.replaceAll(/\\(?=.)/g, '') }
}
