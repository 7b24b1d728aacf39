import { useId } from 'react'
import { found } from '@/components/form/check-fields'
import { SubmitRow } from '@/components/form/submit-row'
import { TextField } from '@/components/form/text-field'
import { useForm } from '@/components/form/use-form'
import { useSession } from '@/components/session/session-provider'
import { fieldBox, fieldLabel } from '@/components/ui/field-styles'
import type { CreatedApiKey } from '@/lib/contract/account'
import { isKeyScope, scopeTitles } from './key-scopes'

/** Makes a key. Its scope is chosen for good: another scope takes another key. */
export function NewKeyForm({ onMake }: { onMake: (key: CreatedApiKey) => void }) {
  const { accountApi } = useSession()
  const scopeId = useId()
  const { formProps, problems, sending } = useForm({
    names: ['name', 'scope'],
    check: ({ name }) => found({ name: name.trim() === '' ? 'Enter a name.' : undefined }),
    async send({ name, scope }) {
      if (!isKeyScope(scope)) return
      onMake(await accountApi.createKey({ name: name.trim(), scope }))
    },
  })
  return (
    <form {...formProps} className="max-w-96 space-y-4">
      <TextField
        label="Name of the new key"
        name="name"
        autoComplete="off"
        maxLength={100}
        problem={problems.name}
      />
      <div>
        <label htmlFor={scopeId} className={fieldLabel}>
          What it can do
        </label>
        <select id={scopeId} name="scope" defaultValue="chat" className={fieldBox}>
          {Object.entries(scopeTitles).map(([scope, title]) => (
            <option key={scope} value={scope}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <SubmitRow
        tone="plain"
        label="Create a key"
        pendingLabel="Creating it"
        pending={sending}
        problem={problems.form ?? problems.scope}
      />
    </form>
  )
}
