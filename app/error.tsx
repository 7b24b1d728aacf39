'use client'

import { PlainPage } from '@/components/shell/plain-page'
import { Button } from '@/components/ui/button/button'

/**
 * What is left when the page itself has a fault. The chats are safe: they are on the server. Drawing it
 * anew would not do: what could not be loaded, such as parts of an older version, is not asked for again.
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
