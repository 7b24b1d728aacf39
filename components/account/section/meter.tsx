import { useId } from 'react'

/** How much of something is used, from 0 to 1, as a bar and in words. */
export function Meter({ label, fill, words }: { label: string; fill: number; words: string }) {
  const id = useId()
  return (
    <div>
      <p id={id} className="text-muted">
        {label}
      </p>
      {/* Every browser draws its meter in colours of its own: ours is seen, theirs is heard. */}
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
