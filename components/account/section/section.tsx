import { useId, type ReactNode } from 'react'

/** One matter of the account, under its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-t border-line py-6">
      <h2 id={id} className="text-base font-semibold">
        {title}
      </h2>
      <div className="mt-3 space-y-4 text-sm">{children}</div>
    </section>
  )
}
