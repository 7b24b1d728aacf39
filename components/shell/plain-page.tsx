import type { ReactNode } from 'react'
import { useBrand } from '../ui/brand/brand'
import { Wordmark } from '../ui/brand/wordmark'

/** A page with one thing to say and one thing to do. */
export function PlainPage(props: { title: string; sentence: string; children: ReactNode }) {
  const { name } = useBrand()
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 p-6 text-center">
      <title>{`${props.title} · ${name}`}</title>
      <Wordmark />
      <h1 className="mt-6 text-base font-semibold">{props.title}</h1>
      <p className="text-balance text-muted">{props.sentence}</p>
      <div className="mt-4 text-sm font-medium">{props.children}</div>
    </main>
  )
}
