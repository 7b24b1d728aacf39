import { classNames } from './class-names'

const tones = {
  accent: 'text-accent',
  stopped: 'text-stopped',
  failed: 'text-failed',
  muted: 'text-muted',
  inherit: '',
}

/**
 * The full stop. In its ring it is the sign for Stop everywhere; without the ring it says that an answer
 * is at rest. One element for both, so that it can settle from one into the other.
 */
export function Mark({ ring = false, tone }: { ring?: boolean; tone: keyof typeof tones }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" className={classNames('mark', tones[tone])}>
      <circle cx="8" cy="8" r="7" className="mark-ring" data-shown={ring} />
      <circle cx="8" cy="8" r="3.5" fill="currentColor" />
    </svg>
  )
}
