import { useQueryClient } from '@tanstack/react-query'
import type { Account } from '@/lib/contract/account'
import { MAX_ADDRESS_CHARACTERS } from '@/lib/contract/limits'
import { emailProblem, found, passwordProblem } from '../form/check-fields'
import { SubmitRow } from '../form/submit-row'
import { TextField } from '../form/text-field'
import { useForm } from '../form/use-form'
import { useSession } from '../session/session-provider'
import { accountKey } from '../session/use-account'
import { Button } from '../ui/button'
import { focusOnArrival } from '../ui/focus-on-arrival'
import { useHasPassword } from './use-has-password'

/** Asks for another address, and for the password where there is one. */
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
      onDone(
        mail
          ? `If ${wanted} can be yours, a mail is on its way there. Your address changes once you open its link, within an hour.`
          : 'Your address is changed. You sign in with it from now on.',
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
        hint={
          mail
            ? 'It has to be confirmed by a mail that is sent there.'
            : 'You will sign in with it. No mail is sent, so mind how it is spelt.'
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
          Where OWNER_EMAIL is the address that you have now, set it to the new one, too: you own
          this server by it.
        </p>
      )}
      <SubmitRow
        label="Change the address"
        pendingLabel="Changing"
        pending={sending}
        problem={problems.form}
      >
        <Button tone="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </SubmitRow>
    </form>
  )
}
