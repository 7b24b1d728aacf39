import { SignInPage } from '@/components/sign-in/sign-in-page'
import { ownPathOf } from '@/lib/contract/own-path'
import { pageMetadata } from '@/lib/http/page/page-metadata'
import { hasSessionCookie } from '@/lib/http/session/has-session-cookie'

export const generateMetadata = () => pageMetadata('Sign in')

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function Page({ searchParams }: { searchParams: Search }) {
  const { new: isNew, error, next } = await searchParams
  return (
    <SignInPage
      hasSession={await hasSessionCookie()}
      mode={isNew === undefined ? 'sign-in' : 'sign-up'}
      error={typeof error === 'string' ? error : undefined}
      next={ownPathOf(next)}
    />
  )
}
