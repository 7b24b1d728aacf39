export type SignInMode = 'sign-in' | 'sign-up'

const modes: { mode: SignInMode; label: string }[] = [
  { mode: 'sign-in', label: 'Sign in' },
  { mode: 'sign-up', label: 'Create an account' },
]

/** Asks whether the person has an account already. Two radio buttons that look like one switch. */
export function ModeSwitch(props: { mode: SignInMode; onChange: (mode: SignInMode) => void }) {
  return (
    <fieldset className="grid grid-cols-2 gap-1 rounded-lg bg-side p-1 text-sm">
      <legend className="sr-only">Do you have an account?</legend>
      {modes.map(({ mode, label }) => (
        <label
          key={mode}
          className="relative flex h-8 cursor-pointer items-center justify-center rounded-md text-muted has-checked:bg-raised has-checked:font-medium has-checked:text-ink forced-colors:has-checked:border has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent touch:h-11"
        >
          <input
            type="radio"
            name="mode"
            className="absolute inset-0 cursor-pointer opacity-0"
            checked={props.mode === mode}
            onChange={() => {
              props.onChange(mode)
            }}
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
