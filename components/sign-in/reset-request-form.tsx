import { requestPasswordReset } from '@/lib/client/sign-in/sign-in'
import { emailProblem, found } from '../form/check-fields'
import { SubmitRow } from '../form/submit-row'
import { TextField } from '../form/text-field'
import { useForm } from '../form/use-form'

/** Asks for a mail with which a person can choose a new password. */
export function ResetRequestForm() {
  const { formProps, problems, sending, done } = useForm({
    names: ['email'],
    check: ({ email }) => found({ email: emailProblem(email) }),
    send: ({ email }) => requestPasswordReset(email.trim()),
  })
  return (
    <form {...formProps} className="space-y-4">
      <TextField
        label="Your account’s e-mail"
        name="email"
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        problem={problems.email}
      />
      <SubmitRow
        wide
        tone="plain"
        label="Send me a link"
        pendingLabel="Sending"
        pending={sending}
        problem={problems.form}
      />
      <output className="block text-sm">
        {done && 'If there is an account with this address, a link is on its way.'}
      </output>
    </form>
  )
}
