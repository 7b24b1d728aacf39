import { ArrowRight } from 'lucide-react'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button'
import { focusMessageOf } from './focus-message'

/** Lets an answer go on from where it stopped. */
export function ContinueButton({ chatId, answerId }: { chatId: string; answerId: string }) {
  const { conversations } = useSession()
  return (
    <Button
      tone="quiet"
      onClick={(event) => {
        focusMessageOf(event.currentTarget)
        void conversations.continueAnswer(chatId, answerId)
      }}
    >
      <ArrowRight aria-hidden="true" size={16} className="md:max-lg:hidden" />
      Continue
    </Button>
  )
}
