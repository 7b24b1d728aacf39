/**
 * JSON as written, not as parsed: members may repeat a name or be called `__proto__`, and a value
 * may be a text that no program would write, or that is nested too deep to build.
 */
export type JsonTree =
  | { kind: 'object'; members: readonly (readonly [name: string, value: JsonTree])[] }
  | { kind: 'list'; items: readonly JsonTree[] }
  | { kind: 'text'; text: string }

export function treeOf(value: unknown): JsonTree {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(treeOf) }
  if (typeof value !== 'object' || value === null) {
    return { kind: 'text', text: JSON.stringify(value) ?? 'null' }
  }
  const members = Object.entries(value).map(([name, member]) => [name, treeOf(member)] as const)
  return { kind: 'object', members }
}

export function textOf(tree: JsonTree): string {
  switch (tree.kind) {
    case 'text':
      return tree.text
    case 'list':
      return `[${tree.items.map(textOf).join(',')}]`
    case 'object':
      return `{${tree.members.map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`).join(',')}}`
  }
}

/** How many places there are to change: the tree itself and every node in it. */
export function countPlaces(tree: JsonTree): number {
  return childrenOf(tree).reduce((sum, child) => sum + countPlaces(child), 1)
}

/** A copy of the tree, changed at this place. The root is place 0, and its descendants follow. */
export function changeAt(
  tree: JsonTree,
  place: number,
  change: (found: JsonTree) => JsonTree,
): JsonTree {
  if (place === 0) return change(tree)
  let next = 1
  const changed = childrenOf(tree).map((child) => {
    const first = next
    next += countPlaces(child)
    return place >= first && place < next ? changeAt(child, place - first, change) : child
  })
  return withChildren(tree, changed)
}

function childrenOf(tree: JsonTree): readonly JsonTree[] {
  switch (tree.kind) {
    case 'text':
      return []
    case 'list':
      return tree.items
    case 'object':
      return tree.members.map(([, value]) => value)
  }
}

function withChildren(tree: JsonTree, children: readonly JsonTree[]): JsonTree {
  switch (tree.kind) {
    case 'text':
      return tree
    case 'list':
      return { kind: 'list', items: children }
    case 'object':
      return {
        kind: 'object',
        members: tree.members.map(([name, value], index) => [name, children[index] ?? value]),
      }
  }
}
