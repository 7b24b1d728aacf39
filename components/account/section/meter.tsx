import { useId } from 'react'

/** Shows how much of something is used, as a bar and in words. `fill` is from 0 to 1. */
export function Meter({ label, fill, words }: { label: string; fill: number; words: string }) {
  const id = useId()
  return (
    <div>
      <p id={id} className="text-muted">
        {label}
      </p>
      {/* Browsers draw a meter in their own colours, so it is only read aloud, and a bar is shown. */}
      <meter className="sr-only" aria-labelledby={id} aria-valuetext={words} value={fill} />
      <div
        aria-hidden="true"
        className="has-ground mt-2 h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div
          className={`meter-fill h-full rounded-full ${fill === 1 ? 'bg-stopped' : 'bg-accent'}`}
          style={{ width: `${fill * 100}%` }}
        />
      </div>
      <p className="mt-2 tabular-nums">{words}</p>
    </div>
  )
}
