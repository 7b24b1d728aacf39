import { NEW_ACCOUNT_PATH } from '@/components/navigation/account-path'
import { useSignInOptions } from '@/components/sign-in/use-sign-in-options'
import { ButtonLink } from '@/components/ui/button/button-link'
import { Skeleton } from '@/components/ui/skeleton'
import { SIGN_IN_PATH } from '@/lib/client/calls/leave-for'
import { counted } from '@/lib/locale/counted'
import { Section } from '../section/section'

/** Tells guests how long their chats are kept, and offers an account. */
export function GuestSection({ days }: { days: number }) {
  const { data: options, isPending } = useSignInOptions()
  return (
    <Section title="You are a guest">
      <p>
        {counted(days, {
          one: 'What you ask as a guest stays in this browser only, and is deleted after a day without a visit. With an account, you keep it.',
          other:
            'What you ask as a guest stays in this browser only, and is deleted after {count} days without a visit. With an account, you keep it.',
        })}
      </p>
      {isPending ? (
        <Skeleton className="h-8 w-56 touch:h-11" />
      ) : (
        <div className="flex flex-wrap gap-3">
          {options?.signUp === true && (
            <ButtonLink href={NEW_ACCOUNT_PATH} tone="primary">
              Create an account
            </ButtonLink>
          )}
          <ButtonLink href={SIGN_IN_PATH}>Sign in</ButtonLink>
        </div>
      )}
    </Section>
  )
}
