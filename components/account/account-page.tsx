'use client'

import { ArrowLeft } from 'lucide-react'
import { NEW_CHAT_PATH } from '../navigation/chat-path'
import { SessionProvider } from '../session/session-provider'
import { ConnectionNote } from '../shell/connection-note'
import { SessionNote } from '../shell/session-note'
import { AccountSections } from './account-sections'

/**
 * The account of a person, or the page that a guest sees in its place. `guestDays`: how long an idle
 * guest is kept. `link`: the result of the mailed link that led here, if one did.
 */
export function AccountPage(props: {
  hasSession: boolean
  guestDays: number
  link: 'confirmed' | 'failed' | undefined
}) {
  return (
    <SessionProvider hasSession={props.hasSession}>
      <div className="mx-auto min-h-dvh max-w-2xl px-4 pt-[env(safe-area-inset-top)] pb-16">
        <header className="flex h-14 items-center gap-3">
          <a
            href={NEW_CHAT_PATH}
            className="-ml-2 inline-flex h-9 items-center gap-2 rounded-lg px-2 text-sm font-medium text-accent hover:bg-hover touch:h-11"
          >
            <ArrowLeft aria-hidden="true" size={16} /> Chats
          </a>
          <div className="ml-auto">
            <ConnectionNote />
          </div>
        </header>
        <main>
          <h1 className="pt-4 pb-6 text-lg font-semibold">Account</h1>
          <SessionNote />
          {props.link === 'failed' && (
            <p role="alert" className="pb-6 text-sm text-failed">
              That link did not work. Open it within an hour, in a browser that is signed in to the
              account it was sent for. An address that another account uses cannot become yours.
            </p>
          )}
          <AccountSections guestDays={props.guestDays} confirmed={props.link === 'confirmed'} />
        </main>
      </div>
    </SessionProvider>
  )
}
