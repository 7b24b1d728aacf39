import type { ReactNode } from 'react'
import { ChatShell } from '@/components/shell/chat-shell'
import { hasSessionCookie } from '@/lib/http/has-session-cookie'

export default async function ChatLayout({ children }: { children: ReactNode }) {
  return <ChatShell hasSession={await hasSessionCookie()}>{children}</ChatShell>
}
