import { useAccount } from '../session/hooks/use-account'
import { DevicesSection } from './devices/devices-section'
import { KeysSection } from './keys/keys-section'
import { DeleteSection } from './leave/delete-section'
import { ExportSection } from './leave/export-section'
import { OwnerSection } from './owner-section'
import { PasswordSection } from './password/password-section'
import { GuestSection } from './person/guest-section'
import { PersonSection } from './person/person-section'
import { PreferencesSection } from './preferences-section'
import { LoadingSection } from './section/loading-section'
import { BudgetSection } from './usage/budget-section'
import { StorageSection } from './usage/storage-section'

const words = { loading: 'Loading your account', failed: 'Could not load your account.' }

/** All sections of an account: the everyday ones first, deletion last. */
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
