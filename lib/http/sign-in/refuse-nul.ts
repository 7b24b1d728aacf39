import { wrongField } from '@/lib/admission/checked'

/** A NUL in a text of JSON: a backslash that is not escaped itself, and its number. */
const NUL_IN_JSON = /(?<!\\)(?:\\\\)*\\u0000/

/**
 * Refuses a NUL in a call of better-auth, which looks texts up as they came: PostgreSQL takes none, and the
 * call would fail. Throws `bad_request`.
 */
export function refuseNul(url: string, json: string): void {
  if (NUL_IN_JSON.test(json)) throw wrongField('body', 'has a NUL in a text')
  if (new URL(url).search.includes('%00')) throw wrongField('query', 'has a NUL in a text')
}
