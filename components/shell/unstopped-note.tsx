import { counted } from '@/lib/locale/counted'
import { useStops } from '../session/hooks/use-stops'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button/button'
import { Mark } from '../ui/mark'

/** Says how many stops have not reached the server, for answers in chats that are not shown. */
export function UnstoppedNote({ openChatId }: { openChatId: string | undefined }) {
  const { conversations } = useSession()
  const unstopped = useStops().filter(
    ({ chatId, state }) => state !== 'stopping' && chatId !== openChatId,
  )
  if (unstopped.length === 0) return null
  return (
    <div
      role="alert"
      className="thread-column flex flex-wrap items-center gap-x-3 gap-y-2 py-2 text-sm"
    >
      <Mark ring tone="stopped" />
      <p>
        {counted(unstopped.length, {
          one: 'Could not reach the server to stop another answer. Trying again',
          other: 'Could not reach the server to stop {count} other answers. Trying again',
        })}
      </p>
      <Button
        onClick={() => {
          for (const stop of unstopped) conversations.pressStop(stop)
        }}
      >
        Try now
      </Button>
    </div>
  )
}
