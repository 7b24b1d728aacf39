import type { Import } from './read-imports.ts'

/** The neighbours in one folder: each of its subfolders, and its own files taken together. */
type Neighbours = Map<string, Map<string, Import>>

const OWN_FILES = 'its own files'

/**
 * Finds the circles of imports in every folder, whose subfolders and own files may import one
 * another in one direction only. Each file of the root counts alone: they belong to different
 * programs. Tells, in some lines, the shortest circle of each folder.
 */
export function findCircles(imports: readonly Import[]): string[] {
  const folders = new Map<string, Neighbours>()
  for (const imported of imports) {
    const { folder, from, to } = whereTheyPart(imported)
    if (from === to) continue
    const neighbours = folders.get(folder) ?? new Map<string, Map<string, Import>>()
    folders.set(folder, neighbours)
    const needed = neighbours.get(from) ?? new Map<string, Import>()
    neighbours.set(from, needed)
    if (!needed.has(to)) needed.set(to, imported)
  }
  return [...folders].flatMap(([folder, neighbours]) => {
    const circle = shortestCircle(neighbours)
    if (circle.length === 0) return []
    const lines = circle.map(({ from, to }) => `  ${from} imports ${to}`)
    return [[`A circle of imports in ${folder || 'the root'}:`, ...lines].join('\n')]
  })
}

/** The deepest folder that contains both files, and the neighbour to which each of them belongs. */
function whereTheyPart({ from, to }: Import): { folder: string; from: string; to: string } {
  const [here, there] = [from.split('/'), to.split('/')]
  const depth = here.findIndex((name, index) => name !== there[index])
  const placeOf = (names: string[]) =>
    names.length === depth + 1 && depth > 0 ? OWN_FILES : (names[depth] ?? OWN_FILES)
  return { folder: here.slice(0, depth).join('/'), from: placeOf(here), to: placeOf(there) }
}

/** The shortest way from any neighbour back to itself; empty if there is none. */
function shortestCircle(neighbours: Neighbours): Import[] {
  const circles = [...neighbours.keys()].flatMap((start) => wayBackTo(start, neighbours))
  return circles.toSorted((a, b) => a.length - b.length)[0] ?? []
}

/** A list of the shortest way back, or an empty list. */
function wayBackTo(start: string, neighbours: Neighbours): Import[][] {
  const seen = new Set<string>()
  let ways: { at: string; imports: Import[] }[] = [{ at: start, imports: [] }]
  while (ways.length > 0) {
    const longer = ways.flatMap(({ at, imports }) =>
      [...(neighbours.get(at) ?? [])].map(([to, next]) => ({
        at: to,
        imports: [...imports, next],
      })),
    )
    const back = longer.find(({ at }) => at === start)
    if (back) return [back.imports]
    ways = longer.filter(({ at }) => !seen.has(at) && seen.add(at))
  }
  return []
}
