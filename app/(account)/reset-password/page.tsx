import { NewPasswordPage } from '@/components/sign-in/new-password-page'
import { pageMetadata } from '@/lib/http/page/page-metadata'

export const generateMetadata = () => pageMetadata('New password')

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function Page({ searchParams }: { searchParams: Search }) {
  const { token } = await searchParams
  return <NewPasswordPage token={typeof token === 'string' ? token : undefined} />
}
