'use client'

import { usePathname } from 'next/navigation'

export const NEW_CHAT_PATH = '/'

export function chatPath(chatId: string): string {
  return `/c/${chatId}`
}

/** The chat that the address names; undefined is a new chat. */
export function useChatId(): string | undefined {
  return /^\/c\/([^/]+)\/?$/.exec(usePathname())?.[1]
}

/** Shows another chat without asking the server for a page: the shell is there already. */
export function goTo(path: string): void {
  if (path !== location.pathname) history.pushState(null, '', path)
}
