/**
 * A text without what PostgreSQL does not store or cannot read again: NUL, and in JSON also halves of
 * surrogate pairs. Earlier versions let both in.
 */
export function storableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text
}

/** The same JSON with such texts in it. */
export function storableJson(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/i.test(json)) return json
  return JSON.stringify(
    JSON.parse(json, (_, value: unknown) =>
      typeof value === 'string' ? storableText(value).toWellFormed() : value,
    ),
  )
}
