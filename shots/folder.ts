import path from 'node:path'

/** The folder of the pictures. */
export const FOLDER = path.resolve('docs/screenshots')

/** The file name of a state's picture in one look. */
export function pictureOf(state: string, look: string): string {
  return `${state}-${look}.png`
}
