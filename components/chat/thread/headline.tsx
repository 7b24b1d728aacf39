/** The one large line of an empty page, with the full stop that the name is about. */
export function Headline({ text }: { text: string }) {
  return (
    <h2 className="text-2xl font-semibold tracking-tight">
      {text}
      <span
        className="full-stop ml-1 inline-block size-2 rounded-full bg-accent"
        aria-hidden="true"
      />
    </h2>
  )
}
