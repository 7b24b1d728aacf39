import { useSyncExternalStore } from 'react'
import { Button } from '../ui/button/button'
import { Mark } from '../ui/mark'
import { focusQuestion } from './focus-question'
import { refusedFiles } from './refused-files'

/** Says which files were not taken. The typed text stays as it is. */
export function RefusedFilesNote() {
  const sentence = useSyncExternalStore(
    refusedFiles.subscribe,
    () => refusedFiles.sentence,
    () => undefined,
  )
  return (
    <output className="block text-sm">
      {sentence !== undefined && (
        <span className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2">
          <span className="flex min-w-0 flex-1 basis-60 items-center gap-2 text-muted">
            <Mark tone="stopped" />
            <span className="min-w-0 wrap-anywhere">{sentence}</span>
          </span>
          <Button
            tone="quiet"
            onClick={() => {
              refusedFiles.dismiss()
              focusQuestion()
            }}
          >
            Dismiss
          </Button>
        </span>
      )}
    </output>
  )
}
