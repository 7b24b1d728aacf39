import { problemOf } from '@/lib/client/calls/problem'
import { resetPassword } from '@/lib/client/sign-in/sign-in'
import { found, newPasswordProblem, PASSWORD_HINT } from '../form/check-fields'
import { SubmitRow } from '../form/submit-row'
import { TextField } from '../form/text-field'
import { useForm } from '../form/use-form'

/** Takes a new password from a person who has the token of a mail. */
export function NewPasswordForm(props: {
  token: string
  onChange: (state: 'changed' | 'expired') => void
}) {
  const { token, onChange } = props
  const { formProps, problems, sending } = useForm({
    names: ['password'],
    check: ({ password }) => found({ password: newPasswordProblem(password) }),
    async send({ password }) {
      try {
        await resetPassword({ newPassword: password, token })
        onChange('changed')
      } catch (error) {
        if (problemOf(error).field !== 'token') throw error
        onChange('expired')
      }
    },
  })
  return (
    <form {...formProps} className="mt-6 space-y-4">
      <TextField
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint={PASSWORD_HINT}
        problem={problems.password}
      />
      <SubmitRow
        wide
        label="Change password"
        pendingLabel="Changing"
        pending={sending}
        problem={problems.form}
      />
    </form>
  )
}
