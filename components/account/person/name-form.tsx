import { useQueryClient } from '@tanstack/react-query'
import { found, nameProblem } from '@/components/form/check-fields'
import { SubmitRow } from '@/components/form/submit-row'
import { TextField } from '@/components/form/text-field'
import { useForm } from '@/components/form/use-form'
import { accountKey } from '@/components/session/hooks/use-account'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'
import { focusOnArrival } from '@/components/ui/focus-on-arrival'
import { forgetText, keepText, keptText } from '@/lib/client/browser/kept-text'
import { MAX_NAME_CHARACTERS } from '@/lib/contract/limits'

/** The name under which the browser keeps a name that is not saved yet. */
const KEPT = 'account.name'

/** Asks for another name. */
export function NameForm(props: {
  name: string
  onCancel: () => void
  onDone: (sentence: string) => void
}) {
  const { accountApi } = useSession()
  const queryClient = useQueryClient()
  const { formProps, problems, sending } = useForm({
    names: ['name'],
    check: ({ name }) => found({ name: nameProblem(name) }),
    async send({ name }) {
      queryClient.setQueryData(accountKey, await accountApi.update({ name }))
      forgetText(KEPT)
      props.onDone('Your name has been changed.')
    },
  })
  return (
    <form {...formProps} className="max-w-96 space-y-4 py-3">
      <TextField
        ref={focusOnArrival}
        label="Name"
        name="name"
        autoComplete="name"
        defaultValue={keptText(KEPT) ?? props.name}
        onChange={({ target }) => {
          keepText(KEPT, target.value)
        }}
        maxLength={MAX_NAME_CHARACTERS}
        problem={problems.name}
      />
      <SubmitRow label="Save" pendingLabel="Saving" pending={sending} problem={problems.form}>
        <Button
          tone="quiet"
          onClick={() => {
            forgetText(KEPT)
            props.onCancel()
          }}
        >
          Cancel
        </Button>
      </SubmitRow>
    </form>
  )
}
