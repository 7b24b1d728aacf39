import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { found } from '../form/check-fields'
import { SubmitRow } from '../form/submit-row'
import { TextField } from '../form/text-field'
import { useForm } from '../form/use-form'
import { accountKey } from '../session/hooks/use-account'
import { useSession } from '../session/session-provider'
import { focusOnArrival } from '../ui/focus-on-arrival'
import { Section } from './section/section'

/** Lets a person who has the setup code become the owner, while the server has none. */
export function OwnerSection({ wanted }: { wanted: boolean }) {
  const [done, setDone] = useState(false)
  if (done) {
    return (
      <Section title="Become the owner">
        <p ref={focusOnArrival} tabIndex={-1} className="outline-none">
          You are now the owner of this server.
        </p>
      </Section>
    )
  }
  if (!wanted) return null
  return (
    <Section title="Become the owner">
      <p>This server has no owner yet. Its setup code was printed when it started.</p>
      <SetupCodeForm
        onDone={() => {
          setDone(true)
        }}
      />
    </Section>
  )
}

function SetupCodeForm({ onDone }: { onDone: () => void }) {
  const { accountApi } = useSession()
  const queryClient = useQueryClient()
  const { formProps, problems, sending } = useForm({
    names: ['code'],
    check: ({ code }) => found({ code: code.trim() === '' ? 'Enter the setup code.' : undefined }),
    async send({ code }) {
      await accountApi.becomeOwner(code.trim())
      onDone()
      await queryClient.invalidateQueries({ queryKey: accountKey })
    },
  })
  return (
    <form {...formProps} className="max-w-96 space-y-4">
      <TextField
        label="Setup code"
        name="code"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={100}
        problem={problems.code}
      />
      <SubmitRow
        tone="plain"
        label="Become the owner"
        pendingLabel="Checking"
        pending={sending}
        problem={problems.form}
      />
    </form>
  )
}
