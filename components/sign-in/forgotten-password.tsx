import { useId, useState } from 'react'
import { ResetRequestForm } from './reset-request-form'

/** Helps a person who has forgotten their password. Without mail, only the server's operator can. */
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
