import type { ClipboardEvent } from 'react'
import { refusedFiles } from './refused-files'

/** A paste that has text goes in as text: the cells of a spreadsheet come with a picture as well. */
export function refusePastedFiles({ clipboardData }: ClipboardEvent): void {
  const { files, types } = clipboardData
  if (files.length > 0 && !types.includes('text/plain')) refusedFiles.refuse(files)
}
