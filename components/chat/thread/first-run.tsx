import { ArrowUp } from 'lucide-react'
import { Headline } from './headline'

const LINES = [
  'Chat with the models you choose, on your own server.',
  <>
    <span className="touch:hidden">
      Press Stop or Esc: the model is cut off at once, and the text stays as it was.
    </span>
    <span className="hidden touch:inline">
      Press Stop: the model is cut off at once, and the text stays as it was.
    </span>
  </>,
  'Reload, close the tab, lose the network: nothing is lost.',
]

const SUGGESTION = 'Tell me the long story of the full stop'

/** Introduces the app before the first chat, with a question to try. */
export function FirstRun({ onTry }: { onTry: (question: string) => void }) {
  return (
    <div>
      <Headline text="Stop means stop" />
      <div className="mt-4 space-y-1 text-muted">
        {LINES.map((line, index) => (
          <p key={index}>{line}</p>
        ))}
      </div>
      <button
        type="button"
        onClick={() => {
          onTry(SUGGESTION)
        }}
        className="mt-8 flex w-full items-center gap-3 rounded-2xl border border-line bg-raised px-4 py-3 text-left transition-colors hover:border-accent"
      >
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{SUGGESTION}</span>
          <span className="block text-sm text-muted">Send this, then stop it halfway.</span>
        </span>
        <ArrowUp aria-hidden="true" size={18} className="shrink-0 text-accent" />
      </button>
    </div>
  )
}
