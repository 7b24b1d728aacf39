import { ArrowRight } from 'lucide-react'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'
import { focusMessageOf } from '../scroll/focus-message'

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
