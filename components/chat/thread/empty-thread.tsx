import type { ReactNode } from 'react'
import { Headline } from './headline'

/** The page before the first question. It forms one group with the field below it. */
export function EmptyThread({ children }: { children?: ReactNode }) {
  return (
    <div className="empty-thread">
      <div className="w-full max-w-[41rem]">
        {children ?? (
          <div className="text-center">
            <Headline text="Stop means stop" />
          </div>
        )}
      </div>
    </div>
  )
}
