'use client'

import { useEffect } from 'react'
import { refusePastedFiles } from '../composer/refuse-pasted-files'
import { refusedFiles } from '../composer/refused-files'

/** Keeps the page open: a browser would leave it for a file or a link that is dropped on it. */
export function StayOnDrop() {
  useEffect(() => {
    const ending = new AbortController()
    const { signal } = ending
    addEventListener('dragover', refuse, { signal })
    addEventListener('drop', refuse, { signal })
    addEventListener('paste', refusePaste, { signal })
    return () => {
      ending.abort()
    }
  }, [])
  return null
}

function refuse(event: DragEvent): void {
  const { dataTransfer, target, type } = event
  if (dataTransfer === null) return
  const isOfFiles = dataTransfer.types.includes('Files')
  if (!isOfFiles && isField(target)) return
  event.preventDefault()
  // Files may be dropped, so that a note can say why they are not taken.
  dataTransfer.dropEffect = isOfFiles ? 'copy' : 'none'
  if (type === 'drop' && isOfFiles) refusedFiles.refuse(dataTransfer.files)
}

/** A field takes its own pastes; what is pasted anywhere else is for the question. */
function refusePaste(event: ClipboardEvent): void {
  if (!isField(event.target)) refusePastedFiles(event)
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, [contenteditable]')
}
