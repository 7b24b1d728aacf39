import { useSignInOptions } from '@/components/sign-in/use-sign-in-options'
import type { Account } from '@/lib/contract/account'
import { canChangeAddress } from '@/lib/contract/change-address'
import { AddressForm } from './address-form'
import { OwnFact } from './own-fact'

/** The address of an account, and the form that changes it where that is possible. */
export function OwnAddress({ account }: { account: Account }) {
  const { data: options } = useSignInOptions()
  const canChange = options && canChangeAddress(options, account)
  return (
    <>
      <OwnFact
        label="E-mail"
        changeLabel="Change your e-mail"
        value={account.email ?? ''}
        form={
          canChange
            ? ({ cancel, say }) => (
                <AddressForm account={account} mail={options.mail} onCancel={cancel} onDone={say} />
              )
            : undefined
        }
      />
      {canChange === false && (
        <p className="text-muted">
          Your address cannot be changed: this server cannot send e-mail to confirm a new one.
        </p>
      )}
    </>
  )
}
