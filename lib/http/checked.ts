import type { z } from 'zod'
import { FullstopError } from '@/lib/contract/fullstop-error'

/** The input as the schema says, or `bad_request` that names the first field that is wrong. */
export function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const unknownFields = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const field = [...(issue?.path ?? []), ...unknownFields].join('.') || 'body'
  const problem = unknownFields.length > 0 ? 'is not a field of this call' : issue?.message
  throw new FullstopError('bad_request', `${field}: ${problem}`, { field })
}
