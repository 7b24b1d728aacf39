import type { z } from 'zod'
import { checked, wrongField } from '@/lib/admission/checked'

/** The query's parameters by this schema. Throws `bad_request` that names the field. */
export function readQuery<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.infer<Schema> {
  return checked(schema, queryOf(request))
}

/** The query's parameters as they came. Throws `bad_request` where a parameter is given twice. */
export function queryOf(request: Request): Record<string, string> {
  const parameters = [...new URL(request.url).searchParams]
  const names = parameters.map(([name]) => name)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw wrongField(repeated, 'is given twice')
  return Object.fromEntries(parameters)
}
