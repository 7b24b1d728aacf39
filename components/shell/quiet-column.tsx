import type { ReactNode } from 'react'
import { Wordmark } from '../ui/brand/wordmark'

/** A narrow page with one form, which begins at the same height whatever its size. */
export function QuietColumn({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-96 flex-col px-4 pt-[max(2rem,min(18dvh,9rem))] pb-12">
      <div className="text-center">
        <Wordmark />
      </div>
      {children}
    </main>
  )
}
