'use client'

import { PlainPage } from '@/components/shell/plain-page'
import { Button } from '@/components/ui/button/button'

/**
 * Shown when the page itself has a fault. The chats are safe on the server. Drawing the page again would
 * not help: a part that could not be loaded, such as one of an older version, is not asked for again.
 */
export default function ErrorPage() {
  return (
    <PlainPage
      title="Something went wrong"
      sentence="Your chats are safe. Reloading usually helps."
    >
      <Button
        onClick={() => {
          location.reload()
        }}
      >
        Reload
      </Button>
    </PlainPage>
  )
}
