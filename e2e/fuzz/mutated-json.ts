import fc from 'fast-check'
import { anyHostileJson, strangeNames } from './hostile-values'
import { changeAt, countPlaces, textOf, treeOf, type JsonTree } from './json-tree'

const manners = [
  'replace',
  'remove',
  'add',
  'repeat',
  'wrap in a list',
  'wrap in an object',
  'multiply',
] as const

/** More than any list of ours may have. */
const MANY = 70

/** A value that is longer, in characters, is not multiplied. */
const LONGEST_MULTIPLIED = 500

type Change = {
  at: number
  pick: number
  how: (typeof manners)[number]
  name: string
  text: string
}

const anyChange: fc.Arbitrary<Change> = fc.record({
  at: fc.nat({ max: 60 }),
  pick: fc.nat({ max: 10 }),
  how: fc.constantFrom(...manners),
  name: fc.oneof(fc.constantFrom(...strangeNames), fc.string({ unit: 'binary', maxLength: 12 })),
  text: anyHostileJson,
})

/** The JSON text of these values, changed in at most three places. */
export function mutatedJson(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc
    .tuple(values, fc.array(anyChange, { maxLength: 3 }))
    .map(([value, changes]) => textOf(changes.reduce(applyChange, treeOf(value))))
}

function applyChange(tree: JsonTree, change: Change): JsonTree {
  return changeAt(tree, change.at % countPlaces(tree), (found) => changed(found, change))
}

function changed(found: JsonTree, { how, name, text, pick }: Change): JsonTree {
  const hostile: JsonTree = { kind: 'text', text }
  switch (how) {
    case 'replace':
      return hostile
    case 'remove':
      return withoutOne(found, pick)
    case 'add':
      return withOneMore(found, name, hostile)
    case 'repeat': {
      const first = found.kind === 'object' ? found.members[0]?.[0] : undefined
      return withOneMore(found, first ?? name, hostile)
    }
    case 'wrap in a list':
      return { kind: 'list', items: [found] }
    case 'wrap in an object':
      return { kind: 'object', members: [[name, found]] }
    case 'multiply':
      return textOf(found).length > LONGEST_MULTIPLIED
        ? found
        : { kind: 'list', items: Array.from({ length: MANY }, () => found) }
  }
}

function withoutOne(found: JsonTree, pick: number): JsonTree {
  switch (found.kind) {
    case 'object':
      return { ...found, members: found.members.toSpliced(pick % (found.members.length || 1), 1) }
    case 'list':
      return { ...found, items: found.items.toSpliced(pick % (found.items.length || 1), 1) }
    case 'text':
      return { kind: 'text', text: 'null' }
  }
}

function withOneMore(found: JsonTree, name: string, hostile: JsonTree): JsonTree {
  switch (found.kind) {
    case 'object':
      return { ...found, members: [...found.members, [name, hostile]] }
    case 'list':
      return { ...found, items: [...found.items, hostile] }
    case 'text':
      return hostile
  }
}
