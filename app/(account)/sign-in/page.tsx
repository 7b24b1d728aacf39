import { SignInPage } from '@/components/sign-in/sign-in-page'
import { ownPathOf } from '@/lib/contract/own-path'

export const metadata = { title: 'Sign in · Fullstop' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function Page({ searchParams }: { searchParams: Search }) {
  const { new: isNew, error, next } = await searchParams
  return (
    <SignInPage
      mode={isNew === undefined ? 'sign-in' : 'sign-up'}
      error={typeof error === 'string' ? error : undefined}
      next={ownPathOf(next)}
    />
  )
}
