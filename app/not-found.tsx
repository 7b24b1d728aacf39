'use client'

import { NEW_CHAT_PATH } from '@/components/navigation/chat-path'
import { PlainPage } from '@/components/shell/plain-page'
import { TextLink } from '@/components/ui/button/text-link'

export default function NotFoundPage() {
  return (
    <PlainPage
      title="Page not found"
      sentence="The address may be wrong, or the page may have been removed."
    >
      <TextLink href={NEW_CHAT_PATH}>Start a new chat</TextLink>
    </PlainPage>
  )
}
