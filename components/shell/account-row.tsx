import { CircleUserRound } from 'lucide-react'
import type { Account } from '@/lib/contract/account'
import { ACCOUNT_PATH } from '../navigation/account-path'
import { useAccount } from '../session/hooks/use-account'
import { Skeleton } from '../ui/skeleton'

/** The person's name, with a link to their account. As high while it loads as when it is there. */
export function AccountRow() {
  const { data: account, isPending } = useAccount()
  return (
    <div className="shrink-0 border-t border-line p-2">
      <a
        href={ACCOUNT_PATH}
        aria-label={isPending ? 'Account' : undefined}
        className="flex h-12 items-center gap-3 rounded-lg px-2 text-sm hover:bg-hover"
      >
        <CircleUserRound aria-hidden="true" size={20} className="shrink-0 text-muted" />
        {isPending ? (
          <Skeleton className="h-4 w-1/2" />
        ) : (
          <span className="min-w-0">
            <span className="block truncate font-medium">{nameOf(account)}</span>
            {account?.guest === true && (
              <span className="block truncate text-muted">Sign in to keep what you ask</span>
            )}
          </span>
        )}
      </a>
    </div>
  )
}

function nameOf(account: Account | undefined): string {
  if (account?.guest === true) return 'Guest'
  // A person who came from GitHub may have no name.
  return [account?.name, account?.email].find((name) => name) ?? 'Account'
}
