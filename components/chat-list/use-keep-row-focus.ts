import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react'

type FocusedControl = { element: Element; chatId: string; place: number }

const CONTROLS = 'a, button'

/**
 * Keeps the focus in a row that moves to another group, because its chat was pinned or got an answer
 * elsewhere: React makes new elements for such a row.
 */
export function useKeepRowFocus(list: RefObject<HTMLElement | null>) {
  const focused = useRef<FocusedControl>(undefined)

  useLayoutEffect(() => {
    const root = list.current
    if (!root) return undefined
    const watch = new MutationObserver(() => {
      const last = focused.current
      if (!last || last.element.isConnected || document.activeElement !== document.body) return
      const row = root.querySelector(`[data-chat-id="${last.chatId}"]`)
      row?.querySelectorAll<HTMLElement>(CONTROLS)[last.place]?.focus()
    })
    watch.observe(root, { childList: true, subtree: true })
    return () => {
      watch.disconnect()
    }
  }, [list])

  return {
    onFocus: ({ target }: FocusEvent) => {
      // React also reports the focus in menus and dialogs of a row, which are outside the list.
      if (list.current?.contains(target) !== true) return
      const row = target.closest<HTMLElement>('[data-chat-id]')
      const { chatId } = row?.dataset ?? {}
      const place = row ? [...row.querySelectorAll(CONTROLS)].indexOf(target) : -1
      focused.current = chatId === undefined ? undefined : { element: target, chatId, place }
    },
    onBlur: ({ target, relatedTarget }: FocusEvent) => {
      // The control is still there and the focus went nowhere: the person left it on purpose.
      const inList = list.current?.contains(target) === true
      if (inList && relatedTarget === null) focused.current = undefined
    },
  }
}
