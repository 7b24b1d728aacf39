import { readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { FOLDER, pictureOf } from './folder'
import { groups } from './groups'
import { indexText } from './index-text'
import { looks } from './looks'
import { hasPicture } from './studio/state'

/** Writes the index, and removes the pictures of states that no longer exist. */
export default async function globalTeardown(): Promise<void> {
  await writeFile(path.join(FOLDER, 'README.md'), indexText(groups, looks))
  const wanted = new Set(
    groups.flatMap(({ states }) =>
      states.flatMap((state) =>
        looks
          .filter((look) => hasPicture(state, look.name))
          .map((look) => pictureOf(state.name, look.name)),
      ),
    ),
  )
  const pictures = (await readdir(FOLDER)).filter((file) => file.endsWith('.png'))
  const gone = pictures.filter((file) => !wanted.has(file))
  await Promise.all(gone.map((file) => rm(path.join(FOLDER, file))))
}
