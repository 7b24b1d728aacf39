import type { ReactNode } from 'react'
import { PlainQueries } from '@/components/session/plain-queries'
import { QuietColumn } from '@/components/shell/quiet-column'

/** The pages for people who are not signed in. They make no session: being asked to sign in is no visit. */
export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <PlainQueries>
      <QuietColumn>{children}</QuietColumn>
    </PlainQueries>
  )
}
