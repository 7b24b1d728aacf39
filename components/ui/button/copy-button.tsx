import { Check, Copy, X, type LucideIcon } from 'lucide-react'
import { usePassing } from '../time/use-passing'
import { copyToClipboard, type Copied } from './copy-to-clipboard'
import { IconButton } from './icon-button'

const outcomes = { copied: 'Copied', failed: 'Could not copy' }

/** Copies something, and says for a moment whether that worked. */
export function CopyButton(props: { label: string; icon?: LucideIcon; copied: () => Copied }) {
  const { label, icon = Copy, copied } = props
  const [outcome, show] = usePassing<keyof typeof outcomes>()
  const copy = async () => {
    show((await copyToClipboard(copied())) ? 'copied' : 'failed')
  }
  const Icon = outcome === undefined ? icon : { copied: Check, failed: X }[outcome]
  return (
    <IconButton label={outcome ? outcomes[outcome] : label} onClick={() => void copy()}>
      <Icon aria-hidden="true" size={16} />
    </IconButton>
  )
}
