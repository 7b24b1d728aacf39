import { useMutation } from '@tanstack/react-query'
import { AlertDialog } from 'radix-ui'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'
import { panel, panelActions, panelTitle, scrim } from '@/components/ui/overlay/overlay-styles'
import type { ApiKey } from '@/lib/contract/account'
import { Failure } from '../section/failure'

/** Asks before a key is ended. Stays open, with the reason, when that fails. */
export function EndKeyDialog(props: {
  apiKey: ApiKey
  onEnd: () => Promise<void>
  onClose: () => void
  onCloseAutoFocus: (event: Event) => void
}) {
  const { apiKey, onEnd, onClose, onCloseAutoFocus } = props
  const { accountApi } = useSession()
  const end = useMutation({
    async mutationFn() {
      await accountApi.endKey(apiKey.id)
      await onEnd()
    },
    onSuccess: onClose,
  })
  return (
    <AlertDialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={scrim} />
        <AlertDialog.Content className={panel} onCloseAutoFocus={onCloseAutoFocus}>
          <AlertDialog.Title className={panelTitle}>Revoke this key?</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 mb-2 text-sm break-words text-muted">
            Programs that use “{apiKey.name}” will lose access at once.
          </AlertDialog.Description>
          <Failure error={end.error} />
          <div className={panelActions}>
            <AlertDialog.Cancel asChild>
              <Button tone="quiet">Cancel</Button>
            </AlertDialog.Cancel>
            <Button
              tone="danger"
              aria-disabled={end.isPending}
              onClick={() => {
                if (!end.isPending) end.mutate()
              }}
            >
              {end.isPending ? 'Revoking' : 'Revoke key'}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
