import { Search } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { MAX_QUERY_CHARACTERS } from '@/lib/contract/limits'
import { showSideBar } from '../navigation/toggle-side-bar'
import { useAriaKeys } from '../shortcuts/key-offers'
import { shortcuts } from '../shortcuts/shortcuts'
import { isComposing } from '../ui/is-composing'
import { isInReach } from '../ui/is-in-reach'
import { isWriting } from '../ui/is-writing'

/** The field for the words to search for. The key / leads here, Esc clears it. */
export function SearchField(props: { text: string; onChange: (text: string) => void }) {
  const { text, onChange } = props
  const field = useRef<HTMLInputElement>(null)
  const ariaKeys = useAriaKeys(shortcuts.search.keys[0])

  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const withOthers = event.ctrlKey || event.metaKey || event.altKey
      if (event.key !== '/' || withOthers || event.defaultPrevented) return
      if (!field.current || isWriting(event.target)) return
      if (isAlone(field.current)) showSideBar()
      if (!isInReach(field.current)) return
      event.preventDefault()
      field.current.focus()
      field.current.select()
    }
    addEventListener('keydown', onKeyDown)
    return () => {
      removeEventListener('keydown', onKeyDown)
    }
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    // On a phone, the chats that were found lie under the keyboard.
    if (event.key === 'Enter' && matchMedia('(pointer: coarse)').matches) field.current?.blur()
    if (event.key !== 'Escape' || text === '') return
    // Esc has cleared the search, and must not stop an answer as well.
    event.preventDefault()
    onChange('')
  }

  return (
    <search className="relative mx-2 mb-2 block">
      <Search
        aria-hidden="true"
        size={16}
        className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-muted"
      />
      <input
        ref={field}
        type="search"
        value={text}
        maxLength={MAX_QUERY_CHARACTERS}
        aria-label="Search chats"
        aria-keyshortcuts={ariaKeys}
        placeholder="Search"
        autoComplete="off"
        enterKeyHint="search"
        data-keeps-escape={text !== ''}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          onChange(event.target.value)
        }}
        className="search-field block h-9 w-full rounded-lg border border-line bg-surface pr-2 pl-8 text-sm text-ink touch:h-11 touch:text-base"
      />
    </search>
  )
}

/** No modal overlay is open: it would take the pointer events from the rest of the page. */
function isAlone(field: HTMLElement): boolean {
  return getComputedStyle(field).pointerEvents !== 'none'
}
