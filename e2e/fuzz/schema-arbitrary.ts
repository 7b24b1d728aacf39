import fc from 'fast-check'
import { z } from 'zod'

type JsonSchema = z.core.JSONSchema.BaseSchema

/** In characters: a right text need be no longer. Mutation tries the limits of length. */
const LONGEST_TEXT = 40

/** Values that the schema takes, or nearly takes: JSON Schema does not show refinements. */
export function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  return fromJsonSchema(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }))
}

function fromJsonSchema(schema: JsonSchema | boolean): fc.Arbitrary<unknown> {
  if (typeof schema === 'boolean') return fc.jsonValue({ maxDepth: 1 })
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return fc.oneof(...choices.map(fromJsonSchema))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'object':
      return fromMembers(schema)
    case 'array':
      return fc.array(fromJsonSchema(itemsOf(schema)), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      })
    case 'string':
      return fromText(schema)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -9, max: Math.min(schema.maximum ?? 9, 1_000) })
    case 'number':
      return fc.double({ min: schema.minimum ?? -9, max: schema.maximum ?? 9, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}

function fromMembers(schema: JsonSchema): fc.Arbitrary<unknown> {
  const members = Object.entries(schema.properties ?? {})
  const requiredKeys = schema.required ?? []
  return fc.record(
    Object.fromEntries(members.map(([name, member]) => [name, fromJsonSchema(member)])),
    { requiredKeys },
  )
}

function itemsOf({ items }: JsonSchema): JsonSchema | boolean {
  return items === undefined || Array.isArray(items) ? true : items
}

function fromText({ pattern, format, minLength = 0, maxLength }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'email') {
    return fc.stringMatching(/^[a-z]{1,8}$/).map((name) => `${name}@example.org`)
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  return fc.string({ minLength, maxLength: Math.min(maxLength ?? LONGEST_TEXT, LONGEST_TEXT) })
}
