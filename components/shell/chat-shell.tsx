'use client'

import { useRef, type ReactNode } from 'react'
import type { Thread } from '@/lib/client/thread/thread'
import type { Chat } from '@/lib/contract/chat'
import { ListNotes } from '../chat-list/list-notes'
import { AnswerAnnouncer } from '../chat/answer/answer-announcer'
import { Conversation } from '../chat/thread/conversation'
import { NewChat } from '../chat/thread/new-chat'
import { Composer } from '../composer/composer'
import { QUESTION_ID } from '../composer/focus-question'
import { useChatId } from '../navigation/chat-path'
import { SIDE_BAR_ID } from '../navigation/toggle-side-bar'
import { NoticeLine } from '../palette/notice-line'
import { OverlayHost } from '../palette/overlay-host'
import { useArriving } from '../session/hooks/use-arriving'
import { useThreadPart } from '../session/hooks/use-thread'
import { useLookAt, useUnseenCount } from '../session/hooks/use-unseen'
import { SessionProvider } from '../session/session-provider'
import { useBrand } from '../ui/brand/brand'
import { PageHeader } from './page-header'
import { pageTitle } from './page-title'
import { SessionNote } from './session-note'
import { SideBar } from './side-bar'
import { UnstoppedNote } from './unstopped-note'
import { usePageIcon } from './use-page-icon'
import { useRoomAboveKeyboard } from './use-room-above-keyboard'

/** The whole page of the chat. It stays while the address changes from chat to chat. */
export function ChatShell(props: { hasSession: boolean; children: ReactNode }) {
  const { hasSession, children } = props
  return (
    <SessionProvider hasSession={hasSession}>
      <Shell />
      {children}
    </SessionProvider>
  )
}

function Shell() {
  const chatId = useChatId()
  const status = useThreadPart(chatId, (thread) => thread.status)
  const chatTitle = useThreadPart(chatId, titleOf)
  const title = chatTitle ?? titleWithoutChat(chatId === undefined ? 'new' : status)

  const brand = useBrand()
  const page = useRef<HTMLDivElement>(null)
  const main = useRef<HTMLElement>(null)

  const unseenCount = useUnseenCount()
  const arriving = useArriving(chatId)

  useLookAt(chatId)
  usePageIcon(brand.icons, arriving.anywhere)
  useRoomAboveKeyboard(page)

  return (
    <div
      ref={page}
      className="chat-page grid h-dvh grid-cols-[minmax(0,1fr)] md:grid-cols-[calc(17rem+env(safe-area-inset-left))_minmax(0,1fr)] md:folded:grid-cols-[minmax(0,1fr)]"
    >
      <title>
        {pageTitle({ title, unseenCount, answering: arriving.here, appName: brand.name })}
      </title>
      <a href={`#${QUESTION_ID}`} className="skip-link">
        Skip to the question
      </a>
      <aside
        id={SIDE_BAR_ID}
        aria-label="Sidebar"
        className="hidden min-h-0 border-r border-line bg-side md:block md:folded:hidden"
      >
        <SideBar folds />
      </aside>
      <main
        ref={main}
        tabIndex={-1}
        className="flex min-h-0 min-w-0 flex-col pr-[env(safe-area-inset-right)] outline-none folded:pl-[env(safe-area-inset-left)] max-md:pl-[env(safe-area-inset-left)]"
      >
        <PageHeader chatId={chatId} title={title} />
        <div className="relative z-10">
          <NoticeLine />
        </div>
        {chatId === undefined ? <NewChat /> : <Conversation key={chatId} chatId={chatId} />}
        {/* Shown while the side bar, which has the same notes, is put away. */}
        <div className="relative md:beside:hidden">
          <ListNotes onFocusLost={() => main.current?.focus()} />
        </div>
        <SessionNote />
        <UnstoppedNote openChatId={chatId} />
        {status !== 'missing' && <Composer chatId={chatId} />}
        <div className="below-composer" />
        {/* Its key differs from that of the conversation, a sibling: else React would lose one of them. */}
        <AnswerAnnouncer key={`announcer of ${chatId}`} chatId={chatId} />
      </main>
      <OverlayHost />
    </div>
  )
}

/** A deleted chat has no title any more. */
function titleOf({ status }: Thread, chat: Chat | undefined): string | undefined {
  return status === 'missing' ? undefined : chat?.title
}

function titleWithoutChat(status: Thread['status'] | 'new'): string {
  switch (status) {
    case 'new':
    case 'ready':
      return 'New chat'
    case 'missing':
      return 'Chat not found'
    case 'loading':
    case 'failed':
      return 'Chat'
  }
}
