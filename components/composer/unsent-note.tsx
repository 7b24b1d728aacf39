import { useState } from 'react'
import { serverClock } from '@/lib/client/clock/server-clock'
import type { UnsentTurn } from '@/lib/client/thread/thread'
import { formatSeconds } from '@/lib/locale/format-figures'
import { ACCOUNT_PATH } from '../navigation/account-path'
import { Button } from '../ui/button/button'
import { TextLink } from '../ui/button/text-link'
import { WaitButton } from '../ui/button/wait-button'
import { Mark } from '../ui/mark'
import { unsentWords } from './unsent-words'

/** Says why a turn was not sent. Its text is back in the composer. */
export function UnsentNote(props: {
  unsent: UnsentTurn
  onSendAgain: () => void
  onDiscard: () => void
}) {
  const { unsent, onSendAgain, onDiscard } = props
  const [seenAt] = useState(serverClock.now)
  const { sentence, readyAt, aboutAccount } = unsentWords(unsent.error, seenAt)
  const hasText = unsent.text !== ''
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2 text-sm"
    >
      <p className="flex min-w-0 flex-1 basis-60 items-center gap-2">
        <Mark tone="failed" />
        <span>
          Not sent.{' '}
          <span className="text-muted">
            {sentence}
            {unsent.resend?.isAutomatic === true &&
              ' It will be sent automatically once this is over.'}
          </span>
        </span>
      </p>
      <div className="flex items-center gap-2">
        {aboutAccount && <TextLink href={ACCOUNT_PATH}>Account</TextLink>}
        {hasText && (
          <WaitButton
            label="Send again"
            waitLabel={(seconds) => `Send again in ${formatSeconds(seconds)}`}
            readyAt={readyAt}
            clock={serverClock.now}
            onPress={onSendAgain}
          />
        )}
        <Button tone="quiet" onClick={onDiscard}>
          {hasText ? 'Discard' : 'Dismiss'}
        </Button>
      </div>
    </div>
  )
}
