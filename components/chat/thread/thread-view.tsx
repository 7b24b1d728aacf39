import { ArrowDown } from 'lucide-react'
import { useState } from 'react'
import { useThread } from '@/components/session/hooks/use-thread'
import type { AnswerView } from '@/lib/client/thread/answer-view'
import { HoldInPlaceProvider } from '../scroll/hold-in-place'
import { useBottom } from '../scroll/use-bottom'
import { useKeptPress } from '../scroll/use-kept-press'
import { EarlierMessages } from './earlier-messages'
import { EmptyThread } from './empty-thread'
import { StretchView } from './stretch-view'
import { stretchesOf, type Stretch } from './stretches'

/** The messages of a chat. Stays at the end while the reader is there, and otherwise scrolls nothing. */
export function ThreadView({ chatId }: { chatId: string }) {
  const { views, before } = useThread(chatId)
  const stretches = useStretches(views)
  const lastId = views.at(-1)?.message.id
  const lastQuestionId = views.findLast(({ message }) => message.role === 'user')?.message.id
  const { scroller, content, atBottom, toBottom, holdInPlace } = useBottom(lastQuestionId)
  const keptPress = useKeptPress()

  // A chat whose first question could not be sent has no messages yet.
  if (views.length === 0) return <EmptyThread />
  return (
    <div className="thread-frame" data-away={!atBottom}>
      <section
        ref={scroller}
        data-scroller
        className="thread-scroller"
        aria-label="Messages"
        {...keptPress}
      >
        <div ref={content} className="thread-column space-y-8 pt-4 pb-8">
          <EarlierMessages
            chatId={chatId}
            firstId={views[0]?.message.id}
            thereAre={before !== null}
          />
          <HoldInPlaceProvider value={holdInPlace}>
            {stretches.map((stretch) => (
              <StretchView key={stretch.key} stretch={stretch} lastId={lastId} />
            ))}
          </HoldInPlaceProvider>
        </div>
      </section>
      {!atBottom && (
        <button
          type="button"
          aria-label="Go to the latest message"
          title="Go to the latest message"
          onClick={toBottom}
          className="to-latest inline-flex size-9 items-center justify-center rounded-full border border-line bg-raised text-muted shadow-raised hover:text-ink touch:size-11"
        >
          <ArrowDown aria-hidden="true" size={18} />
        </button>
      )}
    </div>
  )
}

/** The stretches of a thread, most of them the same objects as before. */
function useStretches(views: readonly AnswerView[]): readonly Stretch[] {
  const [known, setKnown] = useState(() => ({ views, stretches: stretchesOf(views) }))
  if (known.views === views) return known.stretches
  const stretches = stretchesOf(views, known.stretches)
  setKnown({ views, stretches })
  return stretches
}
