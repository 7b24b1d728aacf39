import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'

/** Within this distance of the view, earlier messages load automatically. */
const NEAR = '800px 0px 0px'

type Anchor = { message: Element; top: number }

/** Loads the messages before the first one, and keeps the text that is being read in its place. */
export function EarlierMessages(props: {
  chatId: string
  firstId: string | undefined
  thereAre: boolean
}) {
  const { chatId, firstId, thereAre } = props
  const { conversations } = useSession()
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const row = useRef<HTMLDivElement>(null)
  const anchor = useRef<Anchor>(undefined)

  useLayoutEffect(() => {
    if (!anchor.current) return
    const { message, top } = anchor.current
    anchor.current = undefined
    message.closest('[data-scroller]')?.scrollBy({ top: message.getBoundingClientRect().top - top })
  }, [firstId])

  const open = async () => {
    const message = row.current?.nextElementSibling
    const scroller = row.current?.closest('[data-scroller]')
    const hold = () => {
      if (message) anchor.current = { message, top: message.getBoundingClientRect().top }
    }
    hold()
    // The reader goes on scrolling until they are there.
    scroller?.addEventListener('scroll', hold, { passive: true })
    setState('loading')
    const { before } = conversations.thread(chatId)
    await conversations.openEarlier(chatId)
    scroller?.removeEventListener('scroll', hold)
    setState(conversations.thread(chatId).before === before ? 'failed' : 'idle')
  }
  const openAutomatically = useEffectEvent(() => {
    void open()
  })

  // Loads before the reader arrives there. After a failure, only the button loads again.
  useEffect(() => {
    if (!row.current || state !== 'idle') return undefined
    const near = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) openAutomatically()
      },
      { root: row.current.closest('[data-scroller]'), rootMargin: NEAR },
    )
    near.observe(row.current)
    return () => {
      near.disconnect()
    }
  }, [firstId, state])

  if (!thereAre) return null
  const labels = {
    idle: 'Earlier messages',
    loading: 'Loading earlier messages',
    failed: 'Could not load earlier messages. Retry',
  }
  return (
    <div ref={row} className="flex justify-center">
      <Button
        tone="quiet"
        aria-disabled={state === 'loading'}
        onClick={() => {
          if (state !== 'loading') void open()
        }}
      >
        {labels[state]}
      </Button>
    </div>
  )
}
