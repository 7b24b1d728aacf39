'use client'

import { usePathname } from 'next/navigation'
import { useSyncExternalStore } from 'react'

export const NEW_CHAT_PATH = '/'

export function chatPath(chatId: string): string {
  return `/c/${chatId}`
}

const listeners = new Set<() => void>()

/** The chat that the address names; undefined is a new chat. */
export function useChatId(): string | undefined {
  const firstPath = usePathname()
  // Next tells of a new address some frames late. Text that is typed or sent meanwhile is the new chat's.
  const path = useSyncExternalStore(
    onPathChange,
    () => location.pathname,
    () => firstPath,
  )
  return /^\/c\/([^/]+)\/?$/.exec(path)?.[1]
}

/** Shows another chat without asking the server for a page: the shell is there already. */
export function goTo(path: string): void {
  if (path === location.pathname) return
  history.pushState(null, '', path)
  for (const listener of listeners) listener()
}

function onPathChange(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}
