import { Check, Copy, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from './copy-text'
import { IconButton } from './icon-button'

const SHOWN_MS = 1_500

/** Copies a text, and says for a moment whether that worked. */
export function CopyButton({ label, text }: { label: string; text: () => string }) {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>()

  useEffect(() => {
    if (!outcome) return undefined
    const timer = setTimeout(() => {
      setOutcome(undefined)
    }, SHOWN_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [outcome])

  const copy = async () => {
    setOutcome((await copyText(text())) ? 'copied' : 'failed')
  }
  const said = { copied: 'Copied', failed: 'Could not copy' }
  const Icon = outcome === undefined ? Copy : { copied: Check, failed: X }[outcome]
  return (
    <IconButton label={outcome ? said[outcome] : label} onClick={() => void copy()}>
      <Icon aria-hidden="true" size={16} />
    </IconButton>
  )
}
