'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { whenAccountChanges, whenGuestIsReplaced } from '@/lib/client/browser/known-account'
import type { ConnectionState } from '@/lib/client/events/person-connection'
import { connectSession } from './connect-session'
import { createSession, type Session } from './session'

const SessionContext = createContext<Session | undefined>(undefined)
const ConnectionContext = createContext<ConnectionState>('connecting')

/**
 * Gives the tab's session to everything inside, and keeps it up to date by the server's events.
 * `hasSession`: whether the request for the page came with a session.
 */
export function SessionProvider(props: { hasSession: boolean; children: ReactNode }) {
  const { children } = props
  const [session] = useState(() => createSession(props.hasSession))
  const [connection, setConnection] = useState<ConnectionState>('connecting')

  useEffect(() => connectSession(session, setConnection), [session])

  // Everything in memory belongs to the person who was here before.
  useEffect(
    () =>
      whenAccountChanges(() => {
        location.reload()
      }),
    [],
  )

  // The cookie of this browser is another guest's by now.
  useEffect(
    () =>
      whenGuestIsReplaced(() => {
        session.problems.tell('guest ended')
      }),
    [session],
  )

  return (
    <SessionContext value={session}>
      <ConnectionContext value={connection}>
        <QueryClientProvider client={session.queryClient}>{children}</QueryClientProvider>
      </ConnectionContext>
    </SessionContext>
  )
}

export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession belongs inside a SessionProvider')
  return session
}

/** Whether the server's events arrive. */
export function useConnection(): ConnectionState {
  return use(ConnectionContext)
}
