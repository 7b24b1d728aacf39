/** The directives of questions that carry none themselves, by the question's exact text. */
export type Directives = ReadonlyMap<string, string>

/** A copy of a JSON body in which each of these questions carries its directive. */
export function withDirectives(body: unknown, directives: Directives): unknown {
  if (directives.size === 0) return body
  const script = (value: unknown) => {
    const directive = typeof value === 'string' ? directives.get(value) : undefined
    return directive === undefined ? value : `${String(value)} ${directive}`
  }
  return JSON.parse(JSON.stringify(body), (_key, value: unknown) => script(value)) as unknown
}
