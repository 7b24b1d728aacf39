import { useId, useState } from 'react'
import { ResetRequestForm } from './reset-request-form'

/** What to do without the password. Where the server has no mail, only a person can help. */
export function ForgottenPassword({ mail }: { mail: boolean }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="mt-6 text-sm">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          setOpen(!open)
        }}
        className="mx-auto flex items-center rounded-md text-muted underline underline-offset-4 hover:text-ink touch:h-11"
      >
        Forgot your password?
      </button>
      <div id={id} hidden={!open} className="mt-4">
        {mail ? (
          <ResetRequestForm />
        ) : (
          <p className="text-center">Ask whoever runs this server for a new password.</p>
        )}
      </div>
    </div>
  )
}
