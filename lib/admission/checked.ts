import type { z } from 'zod'
import { FullstopError } from '@/lib/contract/fullstop-error'

/** The input by this schema. Throws `bad_request` that names the first wrong field. */
export function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const unknownFields = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const field = [...(issue?.path ?? []), ...unknownFields].join('.') || 'body'
  throw wrongField(
    field,
    unknownFields.length > 0 ? 'is not a field of this request' : issue?.message,
  )
}

/** A name that the caller made up is repeated, but only enough of it to know it by. */
const LONGEST_NAME = 100

/** `bad_request` for this field. */
export function wrongField(name: string, problem = 'is not valid'): FullstopError {
  const field = name.slice(0, LONGEST_NAME).toWellFormed()
  return new FullstopError('bad_request', `${field}: ${problem}`, { field })
}
