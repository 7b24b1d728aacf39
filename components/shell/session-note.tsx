import { useState, type ReactNode } from 'react'
import { signInPath } from '@/lib/contract/own-path'
import { useChatId } from '../navigation/chat-path'
import { useSessionProblem } from '../session/hooks/use-session-problem'
import { useSession } from '../session/session-provider'
import { gatherTexts, startAgain } from '../session/start-again'
import { Button } from '../ui/button/button'
import { TextLink } from '../ui/button/text-link'
import { Mark } from '../ui/mark'

/** Says what is wrong with the session of this tab, and offers a way out. */
export function SessionNote() {
  const { problems, queryClient } = useSession()
  const problem = useSessionProblem()
  switch (problem) {
    case undefined:
      return null
    case 'cookies':
      return (
        <Note sentence="Your browser is blocking cookies from this site, so the server cannot tell who you are. Allow them, then try again. What you write stays here.">
          <Button
            onClick={() => {
              problems.putAway()
              void queryClient.invalidateQueries()
            }}
          >
            Try again
          </Button>
        </Note>
      )
    case 'guest ended':
      return <GuestEnded />
    case 'new guest':
      return (
        <Note sentence="Your guest session has ended, and its chats are gone. You are now a new guest.">
          <Button
            tone="quiet"
            onClick={() => {
              problems.putAway()
            }}
          >
            Dismiss
          </Button>
        </Note>
      )
  }
}

/** The chats are still shown, so that the person can copy from them: they can be found nowhere else. */
function GuestEnded() {
  const { outbox } = useSession()
  const openChatId = useChatId()
  const [mustCopy, setMustCopy] = useState(false)
  const leaveWithTexts = () => {
    if (gatherTexts(outbox, openChatId) || mustCopy) void startAgain()
    else setMustCopy(true)
  }
  return (
    <Note
      sentence={
        mustCopy
          ? 'This browser cannot keep what you wrote. Copy it first, then start over.'
          : 'Your guest session has ended. You can send nothing more here, and these chats cannot be opened again: copy what you need. What you wrote comes with you.'
      }
    >
      <Button onClick={leaveWithTexts}>Start over</Button>
      <TextLink
        href={signInPath()}
        onClick={(event) => {
          if (gatherTexts(outbox, openChatId) || mustCopy) return
          event.preventDefault()
          setMustCopy(true)
        }}
      >
        Sign in
      </TextLink>
    </Note>
  )
}

function Note({ sentence, children }: { sentence: string; children: ReactNode }) {
  return (
    <div
      role="alert"
      className="thread-column flex flex-wrap items-center gap-x-3 gap-y-2 py-2 text-sm"
    >
      <p className="flex min-w-0 flex-1 basis-64 gap-2">
        <span className="flex h-lh items-center">
          <Mark tone="stopped" />
        </span>
        <span>{sentence}</span>
      </p>
      <div className="flex items-center gap-3">{children}</div>
    </div>
  )
}
