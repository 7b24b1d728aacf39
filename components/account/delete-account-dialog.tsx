import { AlertDialog } from 'radix-ui'
import { leaveFarewell } from '@/lib/client/farewell'
import { leaveFor } from '@/lib/client/leave-for'
import { forgetPerson } from '@/lib/client/settle-person'
import { found, passwordProblem } from '../form/check-fields'
import { SubmitRow } from '../form/submit-row'
import { TextField } from '../form/text-field'
import { useForm } from '../form/use-form'
import { NEW_CHAT_PATH } from '../navigation/chat-path'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button'
import { panel, panelTitle, scrim } from '../ui/overlay-styles'

/** Asks before everything is deleted, and for the password where there is one. */
export function DeleteAccountDialog(props: {
  guest: boolean
  /** Undefined where that is not known: then the server knows whether one is needed. */
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
