import { useMutation, useQuery } from '@tanstack/react-query'
import { Dialog } from 'radix-ui'
import type { FormEvent, ReactNode } from 'react'
import { forgetText, keepText, keptText } from '@/lib/client/browser/kept-text'
import type { ChatSettings } from '@/lib/contract/chat'
import type { ModelInfo } from '@/lib/contract/model'
import type { PersonSettings } from '@/lib/contract/settings'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button/button'
import { panel, panelActions, panelTitle, scrim } from '../ui/overlay/overlay-styles'
import { useCloseOnBack } from '../ui/overlay/use-close-on-back'
import { useReturnFocus } from '../ui/overlay/use-return-focus'
import { Skeleton } from '../ui/skeleton'
import { SettingsFields } from './settings-fields'
import { settingsOfForm } from './settings-form'

/** The settings of a chat; without a chat, those with which new chats begin. */
export function SettingsDialog(props: {
  chatId: string | undefined
  model: ModelInfo
  onClose: () => void
}) {
  const { chatId, model } = props
  const kept = `system prompt.${chatId ?? 'new'}`
  const onClose = () => {
    forgetText(kept)
    props.onClose()
  }
  const { api, queryClient } = useSession()
  const returnFocus = useReturnFocus()
  useCloseOnBack(onClose)
  const { data: current, error } = useQuery({
    queryKey: ['settings', chatId],
    queryFn: (): Promise<Pick<PersonSettings, 'settings' | 'keepGoing'>> =>
      chatId === undefined ? api.settings() : api.readChat(chatId, { limit: 1 }),
    // Read again each time: another tab may have changed them.
    gcTime: 0,
  })
  const save = useMutation({
    async mutationFn(form: FormData) {
      const changed = { settings: settingsOfForm(form), keepGoing: form.get('keepGoing') === 'on' }
      if (chatId !== undefined) await api.updateChat(chatId, changed)
      if (chatId === undefined || form.get('forNewChats') === 'on') {
        await api.updateSettings({ ...changed, model: model.id })
        await queryClient.invalidateQueries({ queryKey: ['models'] })
      }
    },
    onSuccess: onClose,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!save.isPending) save.mutate(new FormData(event.currentTarget))
  }
  const failure = error ?? save.error

  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className={scrim} />
        <Dialog.Content
          className={`${panel} max-h-[calc(100dvh-2rem)] overflow-y-auto`}
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            returnFocus()
          }}
        >
          <form
            onSubmit={submit}
            onInput={({ target }) => {
              if (target instanceof HTMLTextAreaElement) keepText(kept, target.value)
            }}
          >
            <Dialog.Title className={panelTitle}>
              {chatId === undefined ? 'Settings for new chats' : 'Settings for this chat'}
            </Dialog.Title>
            {current ? (
              <SettingsFields
                settings={{ ...current.settings, ...keptPrompt(kept) }}
                efforts={model.efforts ?? []}
              />
            ) : (
              !error && <Skeleton className="mt-4 h-56 w-full" />
            )}
            {current && (
              <div className="mt-4">
                <Checkbox name="keepGoing" checked={current.keepGoing}>
                  Keep going when I leave
                </Checkbox>
                {chatId !== undefined && (
                  <Checkbox name="forNewChats" checked={false}>
                    Use these settings and {model.name} for new chats too
                  </Checkbox>
                )}
              </div>
            )}
            {failure && (
              <p role="alert" className="mt-2 text-sm text-failed">
                {failure.message}
              </p>
            )}
            <div className={panelActions}>
              <Dialog.Close asChild>
                <Button tone="quiet">Cancel</Button>
              </Dialog.Close>
              <Button type="submit" tone="primary" aria-disabled={!current || save.isPending}>
                {save.isPending ? 'Saving' : 'Save'}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** A long prompt outlives a session that ended before it was saved. */
function keptPrompt(kept: string): Pick<ChatSettings, 'systemPrompt'> {
  const systemPrompt = keptText(kept)
  return systemPrompt === undefined ? {} : { systemPrompt }
}

function Checkbox(props: { name: string; checked: boolean; children: ReactNode }) {
  const { name, checked, children } = props
  return (
    <label className="flex min-h-8 items-center gap-2 text-sm touch:min-h-11">
      <input
        type="checkbox"
        name={name}
        defaultChecked={checked}
        className="size-4 shrink-0 accent-accent"
      />
      <span>{children}</span>
    </label>
  )
}
