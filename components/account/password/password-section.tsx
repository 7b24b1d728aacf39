import { useState } from 'react'
import { focusOnArrival } from '@/components/ui/focus-on-arrival'
import { LoadingSection } from '../section/loading-section'
import { Section } from '../section/section'
import { PasswordForm } from './password-form'
import { useHasPassword } from './use-has-password'

const words = { loading: 'Loading this section', failed: 'Could not load this section.' }

/** Changes the password of an account that has one: accounts of GitHub and Google have none. */
export function PasswordSection() {
  const { data: has, isError, refetch } = useHasPassword({ enabled: true })
  const [changes, setChanges] = useState(0)
  if (has === false) return null
  return (
    <Section title="Password">
      {changes > 0 && (
        <p key={changes} ref={focusOnArrival} tabIndex={-1} className="outline-none">
          Your password has been changed, and you have been signed out everywhere else.
        </p>
      )}
      <div className="min-h-52">
        {has === undefined ? (
          <LoadingSection words={words} failed={isError} onRetry={() => void refetch()} />
        ) : (
          // The key is another one after each change, which empties the form.
          <PasswordForm
            key={changes}
            onChange={() => {
              setChanges(changes + 1)
            }}
          />
        )}
      </div>
    </Section>
  )
}
