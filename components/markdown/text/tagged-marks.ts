const TAGGED_MARKS =
  /^<(kbd|sub|sup)>([\p{L}\p{N} +-]{0,20}(?:(?![\p{L}\p{N}\s<>])[!-~]|[<>](?=<\/)){1,3})<\/\1>/iu

/** As many characters as the longest pair of tags with marks in it has. */
export const LONGEST_TAGGED_MARKS = '<kbd></kbd>'.length + 20 + 3

/**
 * A short text in a pair of tags that ends with marks, without the backslashes before them, if a text
 * begins with one: `<kbd>Ctrl+*</kbd>` names keys, and `<sup>*</sup>` leads to a note.
 */
export function taggedMarks(
  text: string,
): { length: number; name: string; marked: string } | undefined {
  const [whole, name = '', marked = ''] = TAGGED_MARKS.exec(text) ?? []
  if (whole === undefined) return undefined
  const plain = marked.replaceAll(/\\(?=.)/g, '')
  return { length: whole.length, name: name.toLowerCase(), marked: plain }
}
