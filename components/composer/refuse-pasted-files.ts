import type { ClipboardEvent } from 'react'
import { refusedFiles } from './refused-files'

/** What is pasted goes in as text where it has some, as cells of a spreadsheet do beside their picture. */
export function refusePastedFiles({ clipboardData }: ClipboardEvent): void {
  const { files, types } = clipboardData
  if (files.length > 0 && !types.includes('text/plain')) refusedFiles.refuse(files)
}
