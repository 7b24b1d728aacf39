import { hasOnlyNames, refusedFiles } from './refused-files'

type Paste = { clipboardData: DataTransfer | null; preventDefault: () => void }

/** A paste that has text goes in as text: the cells of a spreadsheet come with a picture as well. */
export function refusePastedFiles(paste: Paste): void {
  const { clipboardData } = paste
  if (clipboardData === null || clipboardData.files.length === 0) return
  const files = [...clipboardData.files]
  const names = files.map(({ name }) => name)
  if (!hasOnlyNames(clipboardData.getData('text/plain'), names)) return
  paste.preventDefault()
  refusedFiles.refuse(files)
}
