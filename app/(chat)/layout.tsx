import type { ReactNode } from 'react'
import { ChatShell } from '@/components/shell/chat-shell'
import { beginVisit } from '@/lib/http/page/begin-visit'

export default async function ChatLayout({ children }: { children: ReactNode }) {
  const { hasSession } = await beginVisit()
  return <ChatShell hasSession={hasSession}>{children}</ChatShell>
}
