import type { Import } from './read-imports.ts'

/** The paths that each room may import: files, or folders with `/**` after them. */
export type Reach = Readonly<Record<string, readonly string[]>>

/** One room imports another. `example` is one such import. */
export type Arrow = { from: string; to: string; example: Import }

/** The rooms of `lib` joined by their first folder, which may import what any of its rooms may. */
export function housesOf(rooms: Reach): Reach {
  const houses: Record<string, string[]> = {}
  for (const [room, paths] of Object.entries(rooms)) {
    const house = room.split('/').slice(0, 2).join('/')
    houses[house] = [...new Set([...(houses[house] ?? []), ...paths])]
  }
  return houses
}

/** The arrows between rooms, each once. A file belongs to the innermost room around it. */
export function arrowsBetween(rooms: Reach, imports: readonly Import[]): Arrow[] {
  const arrows = new Map<string, Arrow>()
  for (const example of imports) {
    const [from, to] = [roomOf(rooms, example.from), roomOf(rooms, example.to)]
    if (from === undefined || to === undefined || from === to) continue
    if (!arrows.has(`${from} ${to}`)) arrows.set(`${from} ${to}`, { from, to, example })
  }
  return [...arrows.values()]
}

/**
 * The level of each room, above all rooms that it may import. The lowest are 0.
 * @throws Error if rooms may import each other in a circle
 */
export function levelsOf(rooms: Reach): Map<string, number> {
  const levels = new Map<string, number>()
  const rise = (room: string, above: readonly string[]): number => {
    if (above.includes(room)) throw new Error(`A circle of rooms: ${[...above, room].join(' → ')}`)
    const known = levels.get(room)
    if (known !== undefined) return known
    const below = reachedFrom(rooms, room).map((lower) => rise(lower, [...above, room]))
    const level = Math.max(-1, ...below) + 1
    levels.set(room, level)
    return level
  }
  for (const room of Object.keys(rooms)) rise(room, [])
  return levels
}

/** The arrows that do not point downward, in words. */
export function findUpward(
  levels: ReadonlyMap<string, number>,
  arrows: readonly Arrow[],
): string[] {
  return arrows
    .filter(({ from, to }) => (levels.get(to) ?? 0) >= (levels.get(from) ?? 0))
    .map(({ from, to, example }) => {
      return `An upward arrow from ${from} to ${to}:\n  ${example.from} imports ${example.to}`
    })
}

function reachedFrom(rooms: Reach, room: string): string[] {
  const paths = (rooms[room] ?? []).map((path) => path.replace(/\/\*\*$/, ''))
  const named = paths.flatMap((path) => roomOf(rooms, path) ?? [])
  const within = Object.keys(rooms).filter((other) =>
    paths.some((path) => other.startsWith(`${path}/`)),
  )
  return [...new Set([...named, ...within])].filter((other) => other !== room)
}

function roomOf(rooms: Reach, path: string): string | undefined {
  return Object.keys(rooms)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .toSorted((a, b) => b.length - a.length)[0]
}
