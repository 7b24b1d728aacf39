import path from 'node:path'

/** Where the pictures are. */
export const FOLDER = path.resolve('docs/screenshots')

/** The file name of a state's picture in one look. */
export function pictureOf(state: string, look: string): string {
  return `${state}-${look}.png`
}
