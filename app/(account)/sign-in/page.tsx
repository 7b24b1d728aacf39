import { SignInPage } from '@/components/sign-in/sign-in-page'

export const metadata = { title: 'Sign in' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function Page({ searchParams }: { searchParams: Search }) {
  const { new: isNew, error } = await searchParams
  return (
    <SignInPage
      mode={isNew === undefined ? 'sign-in' : 'sign-up'}
      error={typeof error === 'string' ? error : undefined}
    />
  )
}
