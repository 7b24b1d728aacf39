import { AlertDialog } from 'radix-ui'
import { found, passwordProblem } from '@/components/form/check-fields'
import { SubmitRow } from '@/components/form/submit-row'
import { TextField } from '@/components/form/text-field'
import { useForm } from '@/components/form/use-form'
import { NEW_CHAT_PATH } from '@/components/navigation/chat-path'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'
import { panel, panelTitle, scrim } from '@/components/ui/overlay/overlay-styles'
import { leaveFor } from '@/lib/client/calls/leave-for'
import { leaveFarewell } from '@/lib/client/sign-in/farewell'
import { forgetPerson } from '@/lib/client/sign-in/settle-person'

/** Asks for confirmation before everything is deleted, and for the password if there is one. */
export function DeleteAccountDialog(props: {
  guest: boolean
  /** Undefined while this is not known: the server then decides whether it needs the password. */
  hasPassword: boolean | undefined
  onClose: () => void
}) {
  const { guest, hasPassword, onClose } = props
  const { accountApi } = useSession()
  const { formProps, problems, sending } = useForm({
    names: ['password'],
    check: ({ password }) =>
      found({ password: hasPassword === true ? passwordProblem(password) : undefined }),
    async send({ password }) {
      await accountApi.delete(password === '' ? undefined : password)
      forgetPerson()
      leaveFarewell(guest ? 'guest' : 'account')
      await leaveFor(NEW_CHAT_PATH)
    },
  })
  return (
    <AlertDialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={scrim} />
        <AlertDialog.Content className={panel}>
          <AlertDialog.Title className={panelTitle}>
            {guest ? 'Delete everything?' : 'Delete your account?'}
          </AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-sm text-muted">
            {guest
              ? 'Any chats and keys that you have here will be permanently deleted.'
              : 'Your account, with any chats and keys it has, will be permanently deleted.'}{' '}
            Answers that are still streaming will be stopped first.
          </AlertDialog.Description>
          <form {...formProps} className="mt-4 space-y-6">
            {hasPassword !== false && (
              <TextField
                label="Your password"
                name="password"
                type="password"
                autoComplete="current-password"
                problem={problems.password}
              />
            )}
            <SubmitRow
              tone="danger"
              label="Delete"
              pendingLabel="Deleting"
              pending={sending}
              problem={problems.form}
            >
              <AlertDialog.Cancel asChild>
                <Button tone="quiet">Cancel</Button>
              </AlertDialog.Cancel>
            </SubmitRow>
          </form>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
