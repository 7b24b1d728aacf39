import { Check, Ellipsis, FileDown, Pencil, X } from 'lucide-react'
import { FullstopError } from '@/client/error'
import { useSession } from '@/components/session/session-provider'
import { IconButton } from '@/components/ui/button/icon-button'
import { Menu, MenuItem } from '@/components/ui/overlay/menu'
import { usePassing } from '@/components/ui/time/use-passing'
import { edits } from '@/components/writing/edits'
import type { ShownMessage } from '@/lib/client/thread/answer-view'
import { readChatFile } from '@/lib/client/thread/chat-file'
import { textOf } from '@/lib/contract/message-text'
import { useMessageMenu } from './use-message-menu'

type Outcome = 'Downloaded' | 'Could not load the chat'

/** The rarer actions on an answer. The button says for a moment how a download went. */
export function AnswerMenu(props: { message: ShownMessage; canEditQuestion: boolean }) {
  const { message, canEditQuestion } = props
  const { chatId, parentId } = message.metadata
  const { api, chats, conversations } = useSession()
  const { trigger, choose, onOpenChange, onCloseAutoFocus } = useMessageMenu('button')
  const [outcome, show] = usePassing<Outcome>()

  const download = async () => {
    try {
      const file = await readChatFile(api, chatId, {
        chat: chats.get(chatId),
        thread: conversations.thread(chatId),
      })
      saveFile(file.name, file.text)
      show('Downloaded')
    } catch (error) {
      if (!(error instanceof FullstopError)) throw error
      show('Could not load the chat')
    }
  }
  const editQuestion = () => {
    const { views } = conversations.thread(chatId)
    const question = views.find((view) => view.message.id === parentId)?.message
    if (!question) return
    const { id, parts } = question
    edits.begin(chatId, { questionId: id, text: textOf(parts), fromComposer: false })
  }

  const Icon =
    outcome === undefined ? Ellipsis : { Downloaded: Check, 'Could not load the chat': X }[outcome]
  return (
    <Menu
      trigger={
        <IconButton label={outcome ?? 'More'}>
          <Icon aria-hidden="true" size={16} />
        </IconButton>
      }
      buttonRef={trigger}
      align="start"
      onOpenChange={onOpenChange}
      onCloseAutoFocus={onCloseAutoFocus}
    >
      {canEditQuestion && (
        <Item label="Edit question" icon={Pencil} onSelect={() => choose(editQuestion)} />
      )}
      <Item label="Download chat" icon={FileDown} onSelect={() => choose(() => void download())} />
    </Menu>
  )
}

function Item(props: { label: string; icon: typeof Pencil; onSelect: () => void }) {
  const { label, icon: Icon, onSelect } = props
  return (
    <MenuItem onSelect={onSelect}>
      <Icon aria-hidden="true" size={16} /> {label}
    </MenuItem>
  )
}

/** Lets the browser save a text as a file. */
function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun to read the file by then.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 60_000)
}
