const BEGIN = '<!-- The picture, written by `npm run architecture`. -->'
const END = '<!-- The end of the picture. -->'

/** Puts the picture in the place for it. @throws Error if the page has no place for a picture */
export function putPicture(page: string, picture: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin === -1 || end < begin)
    throw new Error(`The page has no place between ${BEGIN} and ${END}`)
  return `${page.slice(0, begin + BEGIN.length)}\n\n${picture}\n\n${page.slice(end)}`
}

/** The rooms without a row in the page, and the rows without a room, in words. */
export function unexplainedRooms(page: string, rooms: readonly string[]): string[] {
  const rows = [...page.matchAll(/^\| `([^`|]+)` \|/gm)].map(([, room = '']) => room)
  return [
    ...rooms.filter((room) => !rows.includes(room)).map((room) => `No row explains ${room}.`),
    ...rows.filter((row) => !rooms.includes(row)).map((row) => `There is no room ${row}.`),
  ]
}

/** The links of a page to missing files, in words. `isThere` gets a path as the page has it. */
export function brokenLinks(page: string, isThere: (file: string) => boolean): string[] {
  const files = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, file = '']) => file)
  return files
    .filter((file) => !isThere(decodeURIComponent(file)))
    .map((file) => `A link leads to ${file}, which does not exist.`)
}
