import { useAccount } from '../session/use-account'
import { BudgetSection } from './budget-section'
import { DeleteSection } from './delete-section'
import { DevicesSection } from './devices-section'
import { ExportSection } from './export-section'
import { GuestSection } from './guest-section'
import { KeysSection } from './keys-section'
import { LoadingSection } from './loading-section'
import { OwnerSection } from './owner-section'
import { PasswordSection } from './password-section'
import { PersonSection } from './person-section'
import { PreferencesSection } from './preferences-section'
import { StorageSection } from './storage-section'

const words = { loading: 'Loading your account', failed: 'Could not load your account.' }

/** All there is to an account, the daily first and the final last. */
export function AccountSections(props: { guestDays: number; confirmed: boolean }) {
  const { guestDays, confirmed } = props
  const { data: account, isError, refetch } = useAccount()
  if (!account) {
    return <LoadingSection words={words} failed={isError} onRetry={() => void refetch()} />
  }
  return (
    <>
      {account.guest ? (
        <GuestSection days={guestDays} />
      ) : (
        <PersonSection account={account} confirmed={confirmed} />
      )}
      <PreferencesSection />
      <BudgetSection account={account} />
      <StorageSection storage={account.storage} />
      {!account.guest && <PasswordSection />}
      {!account.guest && <DevicesSection />}
      {!account.guest && <OwnerSection wanted={account.ownerWanted} />}
      <KeysSection />
      <ExportSection />
      <DeleteSection guest={account.guest} />
    </>
  )
}
