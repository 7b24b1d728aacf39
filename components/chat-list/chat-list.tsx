'use client'

import { useId, useRef, useState } from 'react'
import { useSearchQuery } from '../session/hooks/use-search-query'
import { AllChats } from './all-chats'
import { FoundChats } from './found-chats'
import { SearchField } from './search-field'
import { useKeepRowFocus } from './use-keep-row-focus'

/** A person's chats, or those that a search finds. `onOpen` is called when a chat is chosen. */
export function ChatList({ onOpen }: { onOpen?: (() => void) | undefined }) {
  const [typed, setTyped] = useState('')
  const headingId = useId()
  const list = useRef<HTMLElement>(null)
  const keepFocus = useKeepRowFocus(list)
  const query = useSearchQuery(typed)

  return (
    <>
      <SearchField text={typed} onChange={setTyped} />
      <nav
        ref={list}
        aria-labelledby={headingId}
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-4 outline-none low:flex-none low:overflow-visible"
        {...keepFocus}
      >
        <h2 id={headingId} className="sr-only">
          Chats
        </h2>
        {query === '' ? <AllChats onOpen={onOpen} /> : <FoundChats query={query} onOpen={onOpen} />}
      </nav>
    </>
  )
}
