import { useQueryClient } from '@tanstack/react-query'
import {
  found,
  newPasswordProblem,
  PASSWORD_HINT,
  passwordProblem,
} from '@/components/form/check-fields'
import { SubmitRow } from '@/components/form/submit-row'
import { TextField } from '@/components/form/text-field'
import { useForm } from '@/components/form/use-form'
import { changePassword } from '@/lib/client/sign-in/signed-in'
import { devicesKey } from '../devices/devices-key'

/** The old password and the new one. */
export function PasswordForm({ onChange }: { onChange: () => void }) {
  const queryClient = useQueryClient()
  const { formProps, problems, sending } = useForm({
    names: ['currentPassword', 'newPassword'],
    check: ({ currentPassword, newPassword }) =>
      found({
        currentPassword: passwordProblem(currentPassword),
        newPassword: newPasswordProblem(newPassword),
      }),
    async send(passwords) {
      await changePassword(passwords)
      void queryClient.invalidateQueries({ queryKey: devicesKey })
      onChange()
    },
  })
  return (
    <form {...formProps} className="max-w-96 space-y-4">
      <TextField
        label="Current password"
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        problem={problems.currentPassword}
      />
      <TextField
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        hint={PASSWORD_HINT}
        problem={problems.newPassword}
      />
      <SubmitRow
        tone="plain"
        label="Change password"
        pendingLabel="Changing"
        pending={sending}
        problem={problems.form}
      />
    </form>
  )
}
