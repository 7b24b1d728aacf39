import { connection } from 'next/server'
import { AccountPage } from '@/components/account/account-page'
import { beginVisit } from '@/lib/http/page/begin-visit'
import { pageMetadata } from '@/lib/http/page/page-metadata'
import { readConfig } from '@/lib/platform/env'

export const generateMetadata = () => pageMetadata('Account')

/** The longest that a browser keeps an unused session. */
const LONGEST_SESSION_DAYS = 30

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function Page({ searchParams }: { searchParams: Search }) {
  // The retention of this server is known when it runs, not when it is built.
  await connection()
  const { hasSession } = await beginVisit()
  const { error, confirmed } = await searchParams
  return (
    <AccountPage
      hasSession={hasSession}
      guestDays={Math.min(LONGEST_SESSION_DAYS, readConfig().RETENTION_DAYS)}
      link={error !== undefined ? 'failed' : confirmed !== undefined ? 'confirmed' : undefined}
    />
  )
}
