import { useQueryClient } from '@tanstack/react-query'
import { MAX_NAME_CHARACTERS } from '@/lib/contract/limits'
import { found, nameProblem } from '../form/check-fields'
import { SubmitRow } from '../form/submit-row'
import { TextField } from '../form/text-field'
import { useForm } from '../form/use-form'
import { useSession } from '../session/session-provider'
import { accountKey } from '../session/use-account'
import { Button } from '../ui/button'
import { focusOnArrival } from '../ui/focus-on-arrival'

/** Changes one's name. */
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
        defaultValue={props.name}
        maxLength={MAX_NAME_CHARACTERS}
        problem={problems.name}
      />
      <SubmitRow label="Save" pendingLabel="Saving" pending={sending} problem={problems.form}>
        <Button tone="quiet" onClick={props.onCancel}>
          Cancel
        </Button>
      </SubmitRow>
    </form>
  )
}
