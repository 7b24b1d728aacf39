import { problemOf } from '@/lib/client/calls/problem'

/** The problems of a form: a sentence for each field that has one, or for `form` itself. */
export type Problems<Name extends string> = Partial<Record<Name | 'form', string>>

/** Ties the sentence of an error to its field, or to the form if that has no such field. Pure. */
export function problemsOf<Name extends string>(
  error: unknown,
  names: readonly Name[],
): Problems<Name> {
  const { sentence, field } = problemOf(error)
  const name: Name | 'form' = names.find((known) => known === field) ?? 'form'
  // TypeScript widens a computed key to string.
  return { [name]: sentence } as Problems<Name>
}

/** The texts that were typed into these fields. */
export function valuesOf<Name extends string>(
  form: FormData,
  names: readonly Name[],
): Record<Name, string> {
  const entries = names.map((name) => {
    const value = form.get(name)
    return [name, typeof value === 'string' ? value : '']
  })
  return Object.fromEntries(entries) as Record<Name, string>
}
