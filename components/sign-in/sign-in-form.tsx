import { FullstopError } from '@/client/error'
import { leaveFor } from '@/lib/client/calls/leave-for'
import { hasSession, signIn, signUp } from '@/lib/client/sign-in/sign-in'
import { MAX_ADDRESS_CHARACTERS, MAX_NAME_CHARACTERS } from '@/lib/contract/limits'
import {
  emailProblem,
  found,
  nameProblem,
  newPasswordProblem,
  PASSWORD_HINT,
  passwordProblem,
} from '../form/check-fields'
import { SubmitRow } from '../form/submit-row'
import { TextField } from '../form/text-field'
import { useForm } from '../form/use-form'
import { NEW_CHAT_PATH } from '../navigation/chat-path'
import { ModeSwitch, type SignInMode } from './mode-switch'

const names = ['name', 'email', 'password'] as const

/** E-mail and password, and for a new account a name. Typed text stays when the mode changes. */
export function SignInForm(props: {
  mode: SignInMode
  canSignUp: boolean
  /** The page to go on to, unless another person was here before. */
  next: string
  onModeChange: (mode: SignInMode) => void
}) {
  const { mode, canSignUp, next, onModeChange } = props
  const isNew = mode === 'sign-up'
  const { formProps, problems, sending, clear } = useForm({
    names,
    check: ({ name, email, password }) =>
      found({
        name: isNew ? nameProblem(name) : undefined,
        email: emailProblem(email),
        password: isNew ? newPasswordProblem(password) : passwordProblem(password),
      }),
    async send({ name, email, password }) {
      const credentials = { email: email.trim(), password }
      const { isAnother } = await (isNew
        ? signUp({ name: name.trim(), ...credentials })
        : signIn(credentials))
      if (!(await hasSession())) {
        throw new FullstopError(
          'unauthenticated',
          'Your browser is blocking cookies from this site. Allow them, then try again.',
        )
      }
      // Everything in memory belongs to the person who was here before.
      await leaveFor(isAnother ? NEW_CHAT_PATH : next)
    },
  })
  return (
    <form {...formProps} className="mt-6 space-y-4">
      {canSignUp && (
        <ModeSwitch
          mode={mode}
          onChange={(next) => {
            clear()
            onModeChange(next)
          }}
        />
      )}
      {isNew && (
        <TextField
          label="Name"
          name="name"
          autoComplete="name"
          maxLength={MAX_NAME_CHARACTERS}
          problem={problems.name}
        />
      )}
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={MAX_ADDRESS_CHARACTERS}
        problem={problems.email}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        hint={isNew ? PASSWORD_HINT : undefined}
        problem={problems.password}
      />
      <SubmitRow
        wide
        label={isNew ? 'Create an account' : 'Sign in'}
        pendingLabel={isNew ? 'Creating the account' : 'Signing in'}
        pending={sending}
        problem={problems.form}
      />
    </form>
  )
}
