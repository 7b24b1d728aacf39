import { useQueryClient } from '@tanstack/react-query'
import { emailProblem, found, passwordProblem } from '@/components/form/check-fields'
import { SubmitRow } from '@/components/form/submit-row'
import { TextField } from '@/components/form/text-field'
import { useForm } from '@/components/form/use-form'
import { accountKey } from '@/components/session/hooks/use-account'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'
import { focusOnArrival } from '@/components/ui/focus-on-arrival'
import { forgetText, keepText, keptText } from '@/lib/client/browser/kept-text'
import type { Account } from '@/lib/contract/account'
import { MAX_ADDRESS_CHARACTERS } from '@/lib/contract/limits'
import { useHasPassword } from '../password/use-has-password'

/** The name under which the browser keeps an address that is not sent yet. */
const KEPT = 'account.email'

/** Asks for another address, and for the password if there is one. */
export function AddressForm(props: {
  account: Account
  /** The server can send mail: the new address is confirmed first. */
  mail: boolean
  onCancel: () => void
  onDone: (sentence: string) => void
}) {
  const { account, mail, onCancel, onDone } = props
  const { accountApi } = useSession()
  const queryClient = useQueryClient()
  const { data: hasPassword } = useHasPassword({ enabled: true })
  const { formProps, problems, sending } = useForm({
    names: ['email', 'password'],
    check: ({ email, password }) =>
      found({
        email: emailProblem(email),
        password: hasPassword === true ? passwordProblem(password) : undefined,
      }),
    async send({ email, password }) {
      const wanted = email.trim()
      const changed = await accountApi.update({
        email: wanted,
        ...(password !== '' && { password }),
      })
      queryClient.setQueryData(accountKey, changed)
      forgetText(KEPT)
      onDone(
        mail
          ? `If ${wanted} is available, a link is on its way there. Open it within an hour to change your address.`
          : 'Your address has been changed. Use the new one to sign in from now on.',
      )
    },
  })
  return (
    <form {...formProps} className="max-w-96 space-y-4 py-3">
      <TextField
        ref={focusOnArrival}
        label="New e-mail"
        name="email"
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={MAX_ADDRESS_CHARACTERS}
        defaultValue={keptText(KEPT)}
        onChange={({ target }) => {
          keepText(KEPT, target.value)
        }}
        hint={
          mail
            ? 'A link to confirm it will be sent there.'
            : 'You will sign in with it. It is not confirmed by e-mail, so check the spelling.'
        }
        problem={problems.email}
      />
      {hasPassword !== false && (
        <TextField
          label="Your password"
          name="password"
          type="password"
          autoComplete="current-password"
          problem={problems.password}
        />
      )}
      {account.admin && (
        <p className="text-muted">
          If OWNER_EMAIL is set to your current address, change it too: it makes you the owner of
          this server.
        </p>
      )}
      <SubmitRow
        label="Change address"
        pendingLabel="Changing"
        pending={sending}
        problem={problems.form}
      >
        <Button
          tone="quiet"
          onClick={() => {
            forgetText(KEPT)
            onCancel()
          }}
        >
          Cancel
        </Button>
      </SubmitRow>
    </form>
  )
}
