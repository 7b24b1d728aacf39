import type { Copied } from '@/components/ui/button/copy-to-clipboard'
import { shownHtmlOf } from './shown-html'
import { shownTextOf } from './shown-text'

/** An answer as its page shows it, to be put on the clipboard. */
export function shownAnswer(messageId: string): Copied {
  return { text: shownTextOf(messageId), html: shownHtmlOf(messageId) }
}
