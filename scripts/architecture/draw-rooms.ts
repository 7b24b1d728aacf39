import type { Arrow } from './rooms.ts'

/**
 * Draws the rooms as a Mermaid flowchart, the highest first. An arrow is left out if other arrows
 * lead to the same room: nearly every room imports the lowest ones. Upward arrows are not drawn.
 */
export function drawRooms(levels: ReadonlyMap<string, number>, arrows: readonly Arrow[]): string {
  const levelOf = (room: string) => levels.get(room) ?? 0
  const rooms = [...levels.keys()].toSorted((a, b) => levelOf(b) - levelOf(a) || (a < b ? -1 : 1))
  const needed = new Map(rooms.map((room) => [room, new Set<string>()]))
  for (const { from, to } of arrows) if (levelOf(to) < levelOf(from)) needed.get(from)?.add(to)
  const reaches = (from: string, to: string): boolean =>
    [...(needed.get(from) ?? [])].some((next) => next === to || reaches(next, to))
  const drawn = rooms.flatMap((from) =>
    rooms
      .filter((to) => {
        const direct = needed.get(from) ?? new Set()
        return direct.has(to) && ![...direct].some((next) => next !== to && reaches(next, to))
      })
      .map((to) => `  ${idOf(from)} --> ${idOf(to)}`),
  )
  const boxes = rooms.map((room) => `  ${idOf(room)}["${room}"]`)
  return ['```mermaid', 'flowchart TD', ...boxes, ...drawn, '```'].join('\n')
}

function idOf(room: string): string {
  return room.replaceAll(/\W/g, '_')
}
