'use client'

import { PlainPage } from '@/components/shell/plain-page'

/** What is left when the page itself has a fault. The chats are safe: they are on the server. */
export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <PlainPage title="This page broke" sentence="Your chats are safe. Loading again usually helps.">
      <button type="button" onClick={reset}>
        Try again
      </button>
    </PlainPage>
  )
}
