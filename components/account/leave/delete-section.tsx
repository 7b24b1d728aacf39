import { useState } from 'react'
import { Button } from '@/components/ui/button/button'
import { useHasPassword } from '../password/use-has-password'
import { Section } from '../section/section'
import { DeleteAccountDialog } from './delete-account-dialog'

/** Deletes an account, or everything that a guest has. */
export function DeleteSection({ guest }: { guest: boolean }) {
  const { data: hasPassword } = useHasPassword({ enabled: !guest })
  const [asking, setAsking] = useState(false)
  return (
    <Section title={guest ? 'Delete everything' : 'Delete account'}>
      <p>
        {guest
          ? 'This permanently deletes any chats and keys that you have here.'
          : 'This permanently deletes your account with any chats and keys it has.'}
      </p>
      <Button
        tone="grave"
        aria-haspopup="dialog"
        onClick={() => {
          setAsking(true)
        }}
      >
        {guest ? 'Delete everything' : 'Delete my account'}
      </Button>
      {asking && (
        <DeleteAccountDialog
          guest={guest}
          hasPassword={guest ? false : hasPassword}
          onClose={() => {
            setAsking(false)
          }}
        />
      )}
    </Section>
  )
}
