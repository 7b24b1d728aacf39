import { Check, Copy, X } from 'lucide-react'
import { copyText } from './copy-text'
import { IconButton } from './icon-button'
import { usePassing } from './use-passing'

const outcomes = { copied: 'Copied', failed: 'Could not copy' }

/** Copies a text, and says for a moment whether that worked. */
export function CopyButton({ label, text }: { label: string; text: () => string }) {
  const [outcome, show] = usePassing<keyof typeof outcomes>()
  const copy = async () => {
    show((await copyText(text())) ? 'copied' : 'failed')
  }
  const Icon = outcome === undefined ? Copy : { copied: Check, failed: X }[outcome]
  return (
    <IconButton label={outcome ? outcomes[outcome] : label} onClick={() => void copy()}>
      <Icon aria-hidden="true" size={16} />
    </IconButton>
  )
}
