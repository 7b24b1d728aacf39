'use client'

import { LOGO_PATH } from '@/lib/contract/brand'
import { useBrand } from './brand'

/** The name with its full stop, or with the logo of this server's operator. */
export function Wordmark() {
  const { name, hasLogo } = useBrand()
  if (hasLogo) {
    return (
      <span className="inline-flex max-w-full min-w-0 items-center gap-2 text-lg font-semibold tracking-tight">
        {/* oxlint-disable-next-line next/no-img-element -- one small picture of our own, which nothing has to make smaller */}
        <img src={LOGO_PATH} alt="" className="h-7 w-auto max-w-24 shrink-0 object-contain" />
        <span className="truncate">{name}</span>
      </span>
    )
  }
  return (
    <span className="inline-flex max-w-full min-w-0 items-baseline text-lg font-semibold tracking-tight">
      <span className="truncate">{name}</span>
      <span
        className="full-stop ml-0.5 inline-block size-1.5 shrink-0 rounded-full bg-accent"
        aria-hidden="true"
      />
    </span>
  )
}
