/** The full stop at the end of a text that is still arriving. */
export function Caret() {
  return <span className="caret" aria-hidden="true" />
}
