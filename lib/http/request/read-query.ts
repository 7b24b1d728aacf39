import type { z } from 'zod'
import { checked, wrongField } from '@/lib/admission/checked'

/** The query's parameters as the schema says. Throws `bad_request` naming the field. */
export function readQuery<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.infer<Schema> {
  return checked(schema, queryOf(request))
}

/** The query's parameters as they came. Throws `bad_request` for one that is given twice. */
export function queryOf(request: Request): Record<string, string> {
  const parameters = [...new URL(request.url).searchParams]
  const names = parameters.map(([name]) => name)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw wrongField(repeated, 'is given twice')
  return Object.fromEntries(parameters)
}
