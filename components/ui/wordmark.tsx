/** The name with its full stop. */
export function Wordmark() {
  return (
    <span className="inline-flex items-baseline text-lg font-semibold tracking-tight">
      Fullstop
      <span
        className="full-stop ml-0.5 inline-block size-1.5 rounded-full bg-accent"
        aria-hidden="true"
      />
    </span>
  )
}
