import { ChatLink } from '@/components/navigation/chat-link'
import { chatPath, NEW_CHAT_PATH } from '@/components/navigation/chat-path'
import { useAccount } from '@/components/session/hooks/use-account'
import { TextLink } from '@/components/ui/button/text-link'
import { drafts, NEW_CHAT_DRAFT } from '@/components/writing/drafts'
import { signInPath } from '@/lib/contract/own-path'

/** An address without a chat. A draft that was written for it moves into a new chat. */
export function MissingChat({ chatId }: { chatId: string }) {
  const { data: account } = useAccount()
  const draft = drafts.get(chatId)
  const keepDraft = () => {
    if (draft === '') return
    drafts.putBefore(NEW_CHAT_DRAFT, draft)
    drafts.set(chatId, '')
  }
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 p-6 text-center">
      <h2 className="text-lg font-semibold">Chat not found</h2>
      <p className="text-balance text-muted">
        It may have been deleted, or the address may be wrong.
      </p>
      {account?.guest === true && (
        <p className="text-balance text-muted">
          It may be in your account.{' '}
          <TextLink href={signInPath(chatPath(chatId))}>Sign in to see it</TextLink>
        </p>
      )}
      {draft !== '' && (
        <p className="text-balance text-muted">What you wrote here will be kept for a new chat.</p>
      )}
      <ChatLink
        href={NEW_CHAT_PATH}
        onClick={keepDraft}
        className="mt-2 inline-flex min-h-8 items-center rounded-lg px-3 text-sm font-medium text-accent underline underline-offset-4 touch:min-h-11"
      >
        Start a new chat
      </ChatLink>
    </div>
  )
}
