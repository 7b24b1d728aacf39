'use client'

import { NEW_CHAT_PATH } from '@/components/navigation/chat-path'
import { PlainPage } from '@/components/shell/plain-page'
import { TextLink } from '@/components/ui/text-link'

export default function NotFoundPage() {
  return (
    <PlainPage title="No such page" sentence="The address is wrong, or the page is gone.">
      <TextLink href={NEW_CHAT_PATH}>Start a new chat</TextLink>
    </PlainPage>
  )
}
