import { memo } from 'react'
import type { ShownMessage } from '@/lib/client/answer-view'
import { textOf } from '@/lib/contract/message-text'
import { CopyButton } from '../ui/copy-button'

/** A question, exactly as it was typed. */
export const UserMessage = memo(function UserMessage({ message }: { message: ShownMessage }) {
  const text = textOf(message.parts)
  return (
    <article
      data-message-id={message.id}
      data-role="user"
      data-status={message.metadata.status}
      className="group flex items-end justify-end gap-1"
    >
      <h2 className="sr-only">You</h2>
      <div className="quiet-actions pb-1 touch:hidden">
        <CopyButton label="Copy question" text={() => text} />
      </div>
      <div className="max-w-[85%] rounded-2xl bg-ground px-4 py-2.5 leading-relaxed break-words whitespace-pre-wrap">
        {text}
      </div>
    </article>
  )
})
