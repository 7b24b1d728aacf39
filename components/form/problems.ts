import { problemOf } from '@/lib/client/calls/problem'

/** What is wrong with a form: a sentence for each field that has a problem, or for `form` itself. */
export type Problems<Name extends string> = Partial<Record<Name | 'form', string>>

/** Where the sentence of an error belongs in a form that has these fields. Pure. */
export function problemsOf<Name extends string>(
  error: unknown,
  names: readonly Name[],
): Problems<Name> {
  const { sentence, field } = problemOf(error)
  const name: Name | 'form' = names.find((known) => known === field) ?? 'form'
  // TypeScript widens a computed key to string.
  return { [name]: sentence } as Problems<Name>
}

/** What was typed into these fields. */
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
