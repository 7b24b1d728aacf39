import type { ReactNode } from 'react'
import { Headline } from './headline'

/** The page before the first question. */
export function EmptyThread({ children }: { children?: ReactNode }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto p-6">
      <div className="mx-auto my-auto w-full max-w-lg">
        {children ?? (
          <div className="text-center">
            <Headline text="Ask anything" />
          </div>
        )}
      </div>
    </div>
  )
}
