import { useMutation } from '@tanstack/react-query'
import { useChat } from '@/components/session/hooks/use-chat'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'
import { focusOnArrival } from '@/components/ui/focus-on-arrival'

/**
 * Under an answer that ended because everybody had left: lets the chat's next answers go on in that
 * case. The settings of the chat can take this back.
 */
export function KeepGoingOffer({ chatId }: { chatId: string }) {
  const { api, chats } = useSession()
  const keepsGoing = useChat(chatId)?.keepGoing
  const save = useMutation({
    mutationFn: () => api.updateChat(chatId, { keepGoing: true }),
    onSuccess(chat) {
      chats.take(chat)
    },
  })
  if (keepsGoing === undefined) return null
  if (keepsGoing) {
    // Said only right after the press: later, the settings show it.
    return save.isIdle ? null : (
      <p ref={focusOnArrival} tabIndex={-1} className="px-2 text-muted outline-none">
        This chat now keeps going when you leave
      </p>
    )
  }
  return (
    <>
      <Button
        tone="quiet"
        aria-disabled={save.isPending}
        onClick={() => {
          if (!save.isPending) save.mutate()
        }}
      >
        Keep going when I leave
      </Button>
      {save.isError && (
        <span role="alert" className="text-failed">
          {save.error.message}
        </span>
      )}
    </>
  )
}
